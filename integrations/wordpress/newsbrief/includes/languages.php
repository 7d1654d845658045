<?php
/** Translations: those that come with the plug-in; what WordPress has fetched from its directory goes before them. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

add_action( 'init', __NAMESPACE__ . '\load_translations', 1 );

function load_translations(): void {
	load_plugin_textdomain( 'newsbrief', false, dirname( plugin_basename( FILE ) ) . '/languages' );
}

/** Have the translations of a script loaded with it. */
function translate_script( string $handle ): void {
	wp_set_script_translations( $handle, 'newsbrief', plugin_dir_path( FILE ) . 'languages' );
}
