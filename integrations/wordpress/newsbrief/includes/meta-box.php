<?php
/** The panel in the classic editor: the same script in a meta box. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

add_action( 'add_meta_boxes', __NAMESPACE__ . '\add_panel_box', 10, 2 );
add_action( 'admin_enqueue_scripts', __NAMESPACE__ . '\enqueue_panel_box' );

/** @param \WP_Post|\WP_Comment|object $post */
function add_panel_box( string $type, $post ): void {
	if ( $post instanceof \WP_Post && covers( $type ) && ! use_block_editor_for_post( $post ) ) {
		add_meta_box( 'newsbrief', __( 'Briefing', 'newsbrief' ), __NAMESPACE__ . '\show_panel_box', $type, 'normal', 'high', array( '__back_compat_meta_box' => true ) );
	}
}

/** Where the script puts the panel. What it does goes over REST with WordPress' own nonce: the form carries nothing. */
function show_panel_box( \WP_Post $post ): void {
	printf( '<div id="newsbrief-meta-box" class="newsbrief-panel" data-post="%d" data-status="%s"></div>', (int) $post->ID, esc_attr( $post->post_status ) );
	echo '<noscript>' . esc_html__( 'The panel needs JavaScript.', 'newsbrief' ) . '</noscript>';
}

function enqueue_panel_box( string $page ): void {
	$screen = get_current_screen();
	if ( in_array( $page, array( 'post.php', 'post-new.php' ), true ) && $screen && covers( $screen->post_type ) && ! $screen->is_block_editor() ) {
		enqueue_panel_script( PANEL_SCRIPTS );
	}
}
