<?php
/** What is deleted with a post, at the service too, and with the plug-in. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const FORGET = 'newsbrief_forget';
const SWEEP  = 'newsbrief_sweep';

add_action( 'before_delete_post', __NAMESPACE__ . '\forget_post' );
add_action( FORGET, __NAMESPACE__ . '\forget', 10, 3 );
add_action( SWEEP, __NAMESPACE__ . '\sweep_locks' );
add_action(
	'admin_init',
	function () {
		if ( ! wp_next_scheduled( SWEEP ) ) {
			wp_schedule_event( time() + HOUR_IN_SECONDS, 'daily', SWEEP );
		}
	}
);

/** A post is deleted for good: so is what the service kept of it, in the background. */
function forget_post( int $post_id ): void {
	forget_kept( $post_id );
	wp_clear_scheduled_hook( SEND, array( $post_id ) );
}

/** Have the service delete what it keeps of a post's briefing, where the settings say so. */
function forget_kept( int $post_id ): void {
	if ( ! settings()['forget'] ) {
		return;
	}
	$state = state( $post_id );
	if ( '' !== $state['job'] ) {
		forget_soon( 'job', $state['job'] );
	}
	$ids = array_unique( array_filter( array( meta( $post_id, REPORT )['briefing_id'] ?? '', meta( $post_id, APPROVED )['briefing_id'] ?? '' ) ) );
	foreach ( $ids as $id ) {
		if ( wp_is_uuid( $id ) ) {
			forget_soon( 'briefing', $id );
		}
	}
}

function forget_soon( string $kind, string $id, int $tries = 0 ): void {
	wp_schedule_single_event( time() + ( $tries ? 5 * MINUTE_IN_SECONDS * 2 ** min( $tries, 8 ) : 0 ), FORGET, array( $kind, $id, $tries ) );
}

/** Cron: delete a briefing, or give up a job and delete what it had come to. */
function forget( string $kind, string $id, int $tries ): void {
	$failed = 'job' === $kind ? forget_job( $id ) : forget_briefing( $id );
	if ( is_wp_error( $failed ) && null !== ( $failed->get_error_data()['retry_after'] ?? null ) && $tries < 12 ) {
		forget_soon( $kind, $id, $tries + 1 );
	}
}

/** @return array|null|\WP_Error */
function forget_job( string $id ) {
	$answer = ask( 'DELETE', "/jobs/$id" );
	$result = is_wp_error( $answer ) ? $answer : result_of( $id );
	return is_array( $result ) ? forget_briefing( (string) $result['id'] ) : $result;
}

/** @return array|null|\WP_Error */
function forget_briefing( string $id ) {
	// An equal article of another post has the same briefing.
	return is_used( $id ) ? null : ask( 'DELETE', "/briefings/$id" );
}

/** Whether a post that is there still has the briefing of this id. */
function is_used( string $briefing_id ): bool {
	global $wpdb;
	$like = '%' . $wpdb->esc_like( '"' . $briefing_id . '"' ) . '%';
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- it is asked once, before something is deleted: a cache may be behind.
	return (bool) $wpdb->get_var( $wpdb->prepare( "SELECT 1 FROM {$wpdb->postmeta} WHERE meta_key IN (%s, %s) AND meta_value LIKE %s LIMIT 1", REPORT, APPROVED, $like ) );
}

/** The plug-in is switched off: nothing of it runs any more; briefings stay with their posts. */
function deactivate(): void {
	foreach ( array( SEND, POLL, MAKE, TELL, FORGET, SWEEP ) as $hook ) {
		wp_unschedule_hook( $hook );
	}
}
