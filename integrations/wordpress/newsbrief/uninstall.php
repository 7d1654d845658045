<?php
/** The plug-in is deleted: so are its settings, and what it kept with posts. */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'newsbrief_settings' );
foreach ( array( '_newsbrief_state', '_newsbrief_briefing', '_newsbrief_report', '_newsbrief_approved', '_newsbrief_job' ) as $newsbrief_key ) {
	delete_post_meta_by_key( $newsbrief_key );
}
global $wpdb;
$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( 'newsbrief_lock_' ) . '%' ) );
