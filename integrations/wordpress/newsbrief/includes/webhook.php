<?php
/**
 * The service's word that a briefing is done, by Standard Webhooks 1.0: signed, of this moment, and taken once.
 * It is believed only that something is done: what, is fetched from the service.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const TOLERANCE_S = 5 * MINUTE_IN_SECONDS;

add_action(
	'rest_api_init',
	fn() => register_rest_route(
		'newsbrief/v1',
		'/webhook',
		array( 'methods' => 'POST', 'callback' => __NAMESPACE__ . '\hear', 'permission_callback' => __NAMESPACE__ . '\is_from_service' )
	)
);

/** @return bool|\WP_Error */
function is_from_service( \WP_REST_Request $request ) {
	$secret = secret_bytes( settings()['webhook_secret'] );
	$valid  = null !== $secret && is_signed( $request->get_body(), $request->get_header( 'webhook-id' ), $request->get_header( 'webhook-timestamp' ), $request->get_header( 'webhook-signature' ), $secret, time() );
	return $valid ? true : new \WP_Error( 'newsbrief_not_signed', __( 'This is not signed by the briefing service, or too old.', 'newsbrief' ), array( 'status' => 401 ) );
}

/** Whether a message carries a signature of the secret's holder, made within five minutes of `$now`. */
function is_signed( string $body, ?string $id, ?string $timestamp, ?string $signatures, string $secret, int $now ): bool {
	if ( ! $id || strlen( $id ) > 255 || ! $timestamp || ! preg_match( '/^\d{1,12}$/', $timestamp ) || abs( $now - (int) $timestamp ) > TOLERANCE_S ) {
		return false;
	}
	// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- the standard writes signatures in base64.
	$expected = 'v1,' . base64_encode( hash_hmac( 'sha256', "$id.$timestamp.$body", $secret, true ) );
	$found    = false;
	foreach ( explode( ' ', (string) $signatures ) as $signature ) {
		// All are compared: while a secret is exchanged there are two.
		$found = hash_equals( $expected, $signature ) || $found;
	}
	return $found;
}

/** A signed message. One that was heard before does nothing more; 200 lets its sender stop. */
function hear( \WP_REST_Request $request ) {
	$heard = 'webhook-' . $request->get_header( 'webhook-id' );
	// Twice the tolerance, so that none is heard again while its timestamp holds.
	if ( ! take_lock( $heard, 2 * TOLERANCE_S + MINUTE_IN_SECONDS ) ) {
		return new \WP_REST_Response( array( 'heard' => false, 'reason' => 'heard before' ), 200 );
	}
	$job     = $request->get_json_params()['data']['job_id'] ?? '';
	$post_id = is_string( $job ) && wp_is_uuid( $job ) ? post_of_job( $job ) : 0;
	for ( $looks = 0; 0 === $post_id && is_string( $job ) && wp_is_uuid( $job ) && $looks < 8; ++$looks ) {
		// A quick service calls before the request that made the job has kept its id.
		usleep( 250000 );
		$post_id = post_of_job( $job );
	}
	if ( $post_id && is_wp_error( settle( $post_id, $job, 5 ) ) ) {
		free_lock( $heard );
		return new \WP_REST_Response( array( 'heard' => false, 'reason' => 'busy' ), 503 );
	}
	return new \WP_REST_Response( array( 'heard' => (bool) $post_id ), 200 );
}

/** The post that waits for a job; 0 where none does, since it was deleted or has what it asked for. */
function post_of_job( string $job ): int {
	global $wpdb;
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a post found by its meta; a cache may not know yet what another request has just kept.
	return (int) $wpdb->get_var( $wpdb->prepare( "SELECT post_id FROM {$wpdb->postmeta} WHERE meta_key = %s AND meta_value = %s LIMIT 1", JOB, $job ) );
}
