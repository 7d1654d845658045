<?php
/** Something that only one request may do at a time, or once: a row whose name is unique. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const LOCK_PREFIX = 'newsbrief_lock_';

/**
 * Take a lock; false where another has it. It frees itself after so many seconds, should its holder die.
 *
 * The database decides, not a cache: `add_option` and transients would let two requests through at once.
 */
function take_lock( string $name, int $seconds ): bool {
	global $wpdb;
	$row = LOCK_PREFIX . md5( $name );
	$now = time();
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a lock that a cache answers for locks nothing.
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name = %s AND CAST(option_value AS UNSIGNED) <= %d", $row, $now ) );
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a lock that a cache answers for locks nothing.
	return 1 === $wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, %s, 'no')", $row, $now + $seconds ) );
}

/** Free a lock. */
function free_lock( string $name ): void {
	global $wpdb;
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a lock that a cache answers for locks nothing.
	$wpdb->delete( $wpdb->options, array( 'option_name' => LOCK_PREFIX . md5( $name ) ) );
}

/** Delete locks whose time is over: nobody asked for them again. */
function sweep_locks(): void {
	global $wpdb;
	$like = $wpdb->esc_like( LOCK_PREFIX ) . '%';
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a lock that a cache answers for locks nothing.
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s AND CAST(option_value AS UNSIGNED) <= %d", $like, time() ) );
}

/**
 * What `$work` returns, done while nobody else works on this post's briefing; waited for at most so many seconds.
 *
 * What an editor does comes after a message of the service that arrives just then, instead of being refused.
 *
 * @return mixed|\WP_Error
 */
function alone_with( int $post_id, callable $work, float $patience_s = 3 ) {
	$until = microtime( true ) + $patience_s;
	while ( ! take_lock( "post-$post_id", 60 ) ) {
		if ( microtime( true ) >= $until ) {
			return new \WP_Error( 'newsbrief_busy', __( 'Somebody else is at this briefing just now. Try again in a moment.', 'newsbrief' ), array( 'status' => 409 ) );
		}
		usleep( 100000 );
	}
	try {
		// What this request has read before may be what the other has changed since.
		wp_cache_delete( $post_id, 'post_meta' );
		clean_post_cache( $post_id );
		return $work();
	} finally {
		free_lock( "post-$post_id" );
	}
}
