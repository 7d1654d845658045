<?php
/**
 * The service is told who approved a briefing, so that its own renderings of it say so. Nothing here depends on whether
 * it hears. One that was edited here or there is another text than the service has: of that it is told nothing, until it
 * is to make variants of it. Then the edits are sent.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const TELL = 'newsbrief_tell';

add_action( TELL, __NAMESPACE__ . '\tell', 10, 6 );

/** @param array $approved As it was approved. */
function tell_soon( int $post_id, array $approved, string $status, string $by ): void {
	if ( empty( $approved['edited'] ) && wp_is_uuid( $approved['briefing_id'] ?? '' ) ) {
		wp_schedule_single_event( time(), TELL, array( $post_id, $approved['briefing_id'], text_hash( $approved['briefing'] ), $status, mb_substr( $by, 0, 200 ), 0 ) );
	}
}

/** Cron: say it, unless it is not so any more. */
function tell( int $post_id, string $briefing_id, string $text, string $status, string $by, int $tries ): void {
	if ( ! is_so( $post_id, $briefing_id, $text, $status, $by ) ) {
		return;
	}
	$answer = say_of_text( $briefing_id, $text, $status, $by );
	if ( is_wp_error( $answer ) && null !== ( $answer->get_error_data()['retry_after'] ?? null ) && $tries < 6 ) {
		++$tries;
		wp_schedule_single_event( time() + 5 * MINUTE_IN_SECONDS * 2 ** $tries, TELL, array( $post_id, $briefing_id, $text, $status, $by, $tries ) );
	}
}

/** Whether a text of a briefing is approved by this name still, or is withdrawn still. */
function is_so( int $post_id, string $briefing_id, string $text, string $status, string $by ): bool {
	$approved = meta( $post_id, APPROVED );
	$stands   = $approved && $approved['briefing_id'] === $briefing_id && text_hash( $approved['briefing'] ) === $text;
	return 'reviewed' === $status ? $stands && mb_substr( $approved['by'], 0, 200 ) === $by : ! $stands;
}

/**
 * Review a briefing at the service, where its text is this one: nobody here has seen what was edited there.
 *
 * @return array|\WP_Error
 */
function say_of_text( string $briefing_id, string $text, string $status, string $by ) {
	$there = claims_there( $briefing_id );
	if ( ! is_wp_error( $there ) && text_hash( briefing_of( $there['claims'] ) ) !== $text ) {
		return new \WP_Error( 'version-changed', '', array( 'retry_after' => null ) );
	}
	return is_wp_error( $there ) ? $there : ask( 'POST', "/briefings/$briefing_id/review", compact( 'status', 'by' ), array( 'If-Match' => $there['etag'] ) );
}

function text_hash( array $briefing ): string {
	return hash( 'sha256', wp_json_encode( $briefing ) );
}

/**
 * Have the service's briefing say what ours says. What somebody else changed there is not overwritten.
 *
 * @return true|\WP_Error
 */
function send_edits( \WP_Post $post, array $report ) {
	$id    = $report['briefing_id'];
	$there = claims_there( $id );
	$made  = is_wp_error( $there ) ? $there : claims_there( $id, '/versions/1' );
	if ( is_wp_error( $made ) || briefing_of( $there['claims'] ) === briefing_of( $report['claims'] ) ) {
		return is_wp_error( $made ) ? $made : true;
	}
	$by    = mb_substr( wp_get_current_user()->display_name, 0, 200 );
	$based = array( 'etag' => $there['etag'] );
	if ( briefing_of( $there['claims'] ) !== briefing_of( $made['claims'] ) ) {
		// Edits of ours are there: the ids of claims that we know are those of the first version.
		$based = ( $report['sent_as'] ?? '' ) === $there['etag']
			? ask( 'POST', "/briefings/$id/versions/1/restore", compact( 'by' ), array( 'If-Match' => $there['etag'] ) )
			: new \WP_Error( 'version-changed', '', array( 'retry_after' => null ) );
	}
	if ( is_wp_error( $based ) ) {
		return $based;
	}
	$edits = edits_for( $made['claims'], $report['claims'] );
	$sent  = $edits ? ask( 'PATCH', "/briefings/$id", compact( 'edits', 'by' ) + array( 'text' => article_text( $post ) ), array( 'If-Match' => $based['etag'] ), VARIANTS_S ) : $based;
	if ( is_wp_error( $sent ) ) {
		return $sent;
	}
	keep( $post->ID, REPORT, array( 'sent_as' => $sent['etag'] ) + meta( $post->ID, REPORT ) );
	return true;
}

/** Edits, as the service takes them, that make claims of the first version into those of now. */
function edits_for( array $made, array $now ): array {
	$now   = array_column( $now, null, 'id' );
	$edits = array();
	foreach ( $made as $claim ) {
		$ours = $now[ $claim['id'] ] ?? null;
		if ( null === $ours ) {
			$edits[] = array( 'op' => 'delete', 'claim' => $claim['id'] );
		} elseif ( $ours['text'] !== $claim['text'] ) {
			$edits[] = array( 'op' => 'replace', 'claim' => $claim['id'], 'text' => $ours['text'], 'reason' => $ours['reason'] ?? '' );
		}
	}
	return $edits;
}
