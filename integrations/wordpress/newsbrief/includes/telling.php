<?php
/**
 * The service is told who approved a briefing, so that its own renderings of it say so. Nothing here depends on whether
 * it hears. One that was edited here is another text than the service has: of that it is told nothing.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const TELL = 'newsbrief_tell';

add_action( TELL, __NAMESPACE__ . '\tell', 10, 4 );

/** @param array $approved As it was approved. */
function tell_soon( array $approved, string $status, string $by, int $tries = 0 ): void {
	if ( empty( $approved['edited'] ) && wp_is_uuid( $approved['briefing_id'] ?? '' ) ) {
		wp_schedule_single_event( time() + ( $tries ? 5 * MINUTE_IN_SECONDS * 2 ** $tries : 0 ), TELL, array( $approved['briefing_id'], $status, mb_substr( $by, 0, 200 ), $tries ) );
	}
}

/** Cron: say it. */
function tell( string $briefing_id, string $status, string $by, int $tries ): void {
	$answer = ask( 'POST', "/briefings/$briefing_id/review", compact( 'status', 'by' ) );
	if ( is_wp_error( $answer ) && null !== ( $answer->get_error_data()['retry_after'] ?? null ) && $tries < 6 ) {
		tell_soon( compact( 'briefing_id' ), $status, $by, $tries + 1 );
	}
}
