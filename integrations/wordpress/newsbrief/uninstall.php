<?php
/** The plug-in is deleted: so are, on every site of a network, its settings, what it kept with posts, and its work. */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Delete all that the plug-in has at the current site. */
function newsbrief_uninstall_site(): void {
	delete_option( 'newsbrief_settings' );
	delete_option( 'newsbrief_styles' );
	$kept = array( 'state', 'briefing', 'report', 'approved', 'job', 'choice', 'variants', 'seo_title', 'seo_description' );
	foreach ( $kept as $name ) {
		delete_post_meta_by_key( "_newsbrief_$name" );
	}
	foreach ( array( 'newsbrief_send', 'newsbrief_poll', 'newsbrief_make', 'newsbrief_tell', 'newsbrief_forget', 'newsbrief_sweep' ) as $hook ) {
		wp_unschedule_hook( $hook );
	}
	global $wpdb;
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- WordPress has no function that deletes options by the beginning of their names.
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( 'newsbrief_lock_' ) . '%' ) );
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $newsbrief_site ) {
		switch_to_blog( $newsbrief_site );
		newsbrief_uninstall_site();
		restore_current_blog();
	}
} else {
	newsbrief_uninstall_site();
}
