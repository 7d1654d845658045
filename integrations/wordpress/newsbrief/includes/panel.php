<?php
/** The panel in the block editor. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

/** What the panel's script needs in every editor, and what in the block editor besides. */
const PANEL_SCRIPTS = array( 'wp-element', 'wp-components', 'wp-hooks', 'wp-api-fetch', 'wp-i18n', 'newsbrief-variants' );
const BLOCK_SCRIPTS = array( 'wp-plugins', 'wp-edit-post', 'wp-editor', 'wp-data' );

add_action( 'enqueue_block_editor_assets', __NAMESPACE__ . '\enqueue_panel' );

function enqueue_panel(): void {
	$screen = get_current_screen();
	if ( $screen && 'post' === $screen->base && covers( $screen->post_type ) ) {
		enqueue_panel_script( array_merge( PANEL_SCRIPTS, BLOCK_SCRIPTS ) );
	}
}

/** @param string[] $needed Handles of scripts. */
function enqueue_panel_script( array $needed ): void {
	wp_register_script( 'newsbrief-variants', plugins_url( 'assets/variants.js', FILE ), array( 'wp-element', 'wp-components', 'wp-compose', 'wp-i18n' ), VERSION, true );
	translate_script( 'newsbrief-variants' );
	wp_localize_script( 'newsbrief-variants', 'newsbriefPanel', array( 'headings' => headings(), 'kinds' => variant_kinds(), 'languages' => WRITTEN ) );
	wp_enqueue_script( 'newsbrief-panel', plugins_url( 'assets/panel.js', FILE ), $needed, VERSION, true );
	translate_script( 'newsbrief-panel' );
	wp_enqueue_style( 'newsbrief-panel', plugins_url( 'assets/panel.css', FILE ), array( 'wp-components' ), VERSION );
}
