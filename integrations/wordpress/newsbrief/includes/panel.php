<?php
/** The panel in the block editor. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

add_action( 'enqueue_block_editor_assets', __NAMESPACE__ . '\enqueue_panel' );

function enqueue_panel(): void {
	$screen = get_current_screen();
	if ( ! $screen || 'post' !== $screen->base || ! covers( $screen->post_type ) ) {
		return;
	}
	wp_enqueue_script( 'newsbrief-panel', plugins_url( 'assets/panel.js', FILE ), array( 'wp-plugins', 'wp-edit-post', 'wp-editor', 'wp-element', 'wp-components', 'wp-data', 'wp-hooks', 'wp-api-fetch', 'wp-i18n' ), VERSION, true );
	wp_set_script_translations( 'newsbrief-panel', 'newsbrief' );
	wp_enqueue_style( 'newsbrief-panel', plugins_url( 'assets/panel.css', FILE ), array( 'wp-components' ), VERSION );
	wp_localize_script( 'newsbrief-panel', 'newsbriefPanel', array( 'headings' => headings() ) );
}
