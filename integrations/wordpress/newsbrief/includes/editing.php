<?php
/** What an editor does with a briefing: edit, approve, dismiss, withdraw. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const PASSED       = array( 'supported', 'inference' );
const REFUSED      = array( 'unsupported', 'contradicted' );
const MOST_HISTORY = 200;

/**
 * Change the text of claims; an empty text takes the claim out. Each new text is checked against the article where the
 * service can be asked, and is marked as unchecked where it cannot. One that the article does not carry is kept only
 * with a reason; its verdict stays what it is.
 *
 * @param array<string, string> $texts  By the claim's id.
 * @param string                $reason Why a text is kept although its check refuses it; empty: it is refused.
 * @return true|\WP_Error
 */
function edit( \WP_Post $post, array $texts, string $version, string $reason = '' ) {
	return alone_with(
		$post->ID,
		function () use ( $post, $texts, $version, $reason ) {
			if ( $version !== version( $post->ID ) ) {
				return changed_meanwhile();
			}
			$report = meta( $post->ID, REPORT );
			$claims = edited_claims( $report['claims'] ?? array(), array_map( __NAMESPACE__ . '\plain_line', $texts ), article_request( $post ), other_language( $report ) );
			if ( ! $claims || ! array_filter( $claims, fn( $claim ) => 'title' !== $claim['section'] ) ) {
				return new \WP_Error( 'newsbrief_empty', __( 'Nothing would be left of the briefing. Dismiss it instead.', 'newsbrief' ), array( 'status' => 422 ) );
			}
			$changed = changed_claims( $report['claims'], $claims );
			$refused = array_filter( $changed, fn( $claim ) => in_array( $claim['verdict'], REFUSED, true ) );
			if ( $refused && '' === $reason ) {
				return not_carried( $refused );
			}
			if ( $claims !== $report['claims'] ) {
				$by      = wp_get_current_user()->display_name;
				$claims  = array_map( fn( $claim ) => isset( $refused[ $claim['id'] ] ) ? array( 'reason' => $reason, 'reason_by' => $by ) + $claim : $claim, $claims );
				$history = array_merge( $report['history'] ?? array(), edits_of( $report['claims'], $claims, $by ) );
				keep( $post->ID, REPORT, array( 'claims' => $claims, 'edited' => true, 'history' => array_slice( $history, -MOST_HISTORY ) ) + $report );
				keep( $post->ID, BRIEFING, briefing_of( $claims ) );
				keep_state( $post->ID, array( 'status' => after_edit( $post->ID ), 'reviewed_by' => '', 'reviewed_at' => 0 ) );
			}
			return true;
		}
	);
}

/**
 * Hold the briefing as it is against the article as it is now. No model is asked to write anything.
 *
 * @return true|\WP_Error
 */
function check_again( \WP_Post $post, string $version ) {
	return alone_with(
		$post->ID,
		function () use ( $post, $version ) {
			$report = meta( $post->ID, REPORT );
			if ( ! $report || $version !== version( $post->ID ) ) {
				return changed_meanwhile();
			}
			$post  = get_post( $post->ID );
			$found = checked_briefing( briefing_of( $report['claims'] ), article_request( $post ), other_language( $report ) );
			if ( null === $found ) {
				return new \WP_Error( 'newsbrief_unchecked', __( 'The briefing service could not be asked just now. The briefing is as it was.', 'newsbrief' ), array( 'status' => 503 ) );
			}
			$parts  = parts_of( $report['claims'], $found );
			$claims = array_map( fn( $claim, $own ) => said_of( $own ) + $claim, $report['claims'], $parts );
			keep( $post->ID, REPORT, array( 'claims' => $claims, 'hash' => article_hash( $post ) ) + $report );
			keep_state( $post->ID, array( 'status' => after_edit( $post->ID ), 'message' => '', 'reviewed_by' => '', 'reviewed_at' => 0 ) );
			return true;
		}
	);
}

/**
 * An editor answers for the briefing: from now on the block shows it. Publishing the article stays a step of its own.
 *
 * @param bool   $anyway Although a text of it did not pass, or was not checked.
 * @param string $reason Why, where the article does not carry a text and nobody has said why it is kept.
 * @return true|\WP_Error
 */
function approve( \WP_Post $post, string $version, \WP_User $by, bool $anyway = false, string $reason = '' ) {
	return alone_with(
		$post->ID,
		function () use ( $post, $version, $by, $anyway, $reason ) {
			$report = meta( $post->ID, REPORT );
			if ( ! $report || $version !== version( $post->ID ) ) {
				return changed_meanwhile();
			}
			$claims = claims_now( get_post( $post->ID ), $report );
			if ( ! $anyway && array_diff( array_column( $claims, 'verdict' ), PASSED ) ) {
				return new \WP_Error( 'newsbrief_did_not_pass', __( 'A text of this briefing did not pass its check.', 'newsbrief' ), array( 'status' => 422 ) );
			}
			if ( '' === $reason && array_filter( $claims, __NAMESPACE__ . '\lacks_reason' ) ) {
				return new \WP_Error( 'newsbrief_reason_needed', __( 'The article does not carry a text of this briefing: change it, or say why it is kept.', 'newsbrief' ), array( 'status' => 422 ) );
			}
			$report   = with_reason( $report, $reason, $by->display_name );
			$now      = time();
			$evidence = array_values( array_unique( array_merge( ...array_column( $report['claims'], 'evidence' ) ) ) );
			$approved = array(
				'briefing'    => briefing_of( $report['claims'] ),
				'evidence'    => $evidence,
				'claims'      => array_map( __NAMESPACE__ . '\approved_claim', $claims ),
				'by'          => $by->display_name,
				'by_id'       => $by->ID,
				'at'          => $now,
				'edited'      => $report['edited'],
				'version'     => version( $post->ID ),
				// Approved over the article as it is now: who approves has read it.
				'hash'        => article_hash( get_post( $post->ID ) ),
				'language'    => $report['language'],
				'source'      => source_view( $report )['language'],
				'briefing_id' => $report['briefing_id'],
			);
			keep( $post->ID, REPORT, array( 'hash' => $approved['hash'] ) + $report );
			$approved['version'] = version( $post->ID );
			keep( $post->ID, APPROVED, $approved );
			$pending = 'pending' === state( $post->ID )['status'];
			keep_state( $post->ID, array( 'status' => $pending ? 'pending' : 'approved', 'message' => '', 'reviewed_by' => $by->display_name, 'reviewed_at' => $now ) );
			fill_excerpt( get_post( $post->ID ), $approved['briefing'] );
			tell_soon( $post->ID, $approved, 'reviewed', $by->display_name );
			return true;
		}
	);
}

/**
 * Throw away what was made; what was approved before stays on the page.
 *
 * @return true|\WP_Error
 */
function dismiss( \WP_Post $post ) {
	return alone_with(
		$post->ID,
		function () use ( $post ) {
			forget_kept( $post->ID );
			delete_post_meta( $post->ID, REPORT );
			delete_post_meta( $post->ID, BRIEFING );
			wp_clear_scheduled_hook( SEND, array( $post->ID ) );
			// The hash stays: none like it is made by itself.
			keep_state( $post->ID, array( 'status' => 'none', 'job' => '', 'message' => '', 'again_at' => 0, 'hash' => article_hash( $post ), 'reviewed_by' => '', 'reviewed_at' => 0 ) );
			return true;
		}
	);
}

/**
 * Take what was approved off the page; it is a draft again.
 *
 * @return true|\WP_Error
 */
function withdraw( \WP_Post $post ) {
	return alone_with(
		$post->ID,
		function () use ( $post ) {
			tell_soon( $post->ID, meta( $post->ID, APPROVED ), 'draft', wp_get_current_user()->display_name );
			delete_post_meta( $post->ID, APPROVED );
			$state = state( $post->ID );
			keep_state( $post->ID, array( 'status' => 'approved' === $state['status'] ? 'draft' : $state['status'], 'reviewed_by' => '', 'reviewed_at' => 0 ) );
			return true;
		}
	);
}

/** The language of a briefing, where it is another than the article's; else empty. */
function other_language( array $report ): string {
	return empty( $report['source_language'] ) ? '' : $report['language'];
}

/**
 * The claims with their new texts, checked; without those whose text is empty now.
 *
 * @param array<string, string> $texts    By the claim's id.
 * @param string                $language The briefing's, where it is another than the article's.
 */
function edited_claims( array $claims, array $texts, array $article, string $language = '' ): array {
	$edited  = array();
	$changed = array();
	foreach ( $claims as $claim ) {
		$text = $texts[ $claim['id'] ] ?? $claim['text'];
		if ( '' === $text ) {
			continue;
		}
		if ( $text !== $claim['text'] ) {
			$changed[] = count( $edited );
		}
		$edited[] = array( 'text' => $text ) + $claim;
	}
	$found = $changed ? checked_briefing( briefing_of( $edited ), $article, $language ) : null;
	$parts = parts_of( $edited, $found ?? array() );
	foreach ( $changed as $place ) {
		$edited[ $place ] = array( 'action' => 'kept', 'edited' => true, 'reason' => '', 'reason_by' => '' ) + said_of( $parts[ $place ] ) + $edited[ $place ];
	}
	return $edited;
}

/**
 * The claims whose text is another than before, by their ids.
 *
 * @return array<string, array>
 */
function changed_claims( array $before, array $after ): array {
	$texts = array_column( $before, 'text', 'id' );
	return array_column( array_filter( $after, fn( $claim ) => $claim['text'] !== ( $texts[ $claim['id'] ] ?? null ) ), null, 'id' );
}

/** The refusal of texts that the article does not carry; its data says of each what its check found. */
function not_carried( array $refused ): \WP_Error {
	$found = array_map( fn( $claim ) => array( 'words' => verdict_words( $claim['verdict'] ), 'failed' => $claim['failed'] ), $refused );
	return new \WP_Error( 'newsbrief_refused', __( 'The article does not carry this. Change it, or say why it is kept all the same.', 'newsbrief' ), array( 'status' => 422, 'refused' => $found ) );
}

/** Lines of the history: who changed which text into what, when, and why where its check refused it. */
function edits_of( array $before, array $after, string $by ): array {
	$now   = array_column( $after, null, 'id' );
	$lines = array();
	foreach ( $before as $claim ) {
		$new = $now[ $claim['id'] ] ?? array( 'text' => '', 'verdict' => '' );
		if ( $new['text'] !== $claim['text'] ) {
			$lines[] = array( 'at' => time(), 'by' => $by, 'before' => $claim['text'], 'after' => $new['text'], 'verdict' => $new['verdict'], 'reason' => $new['reason'] ?? '' );
		}
	}
	return $lines;
}

/** Whether the article does not carry a claim, and nobody has said why it is kept. */
function lacks_reason( array $claim ): bool {
	return in_array( $claim['verdict'], REFUSED, true ) && '' === ( $claim['reason'] ?? '' );
}

/** The report, with a reason for each claim that lacks one, and a line of history for it. */
function with_reason( array $report, string $reason, string $by ): array {
	foreach ( $report['claims'] as $place => $claim ) {
		if ( '' !== $reason && lacks_reason( $claim ) ) {
			$report['claims'][ $place ] = array( 'reason' => $reason, 'reason_by' => $by ) + $claim;
			$report['history'][]        = array( 'at' => time(), 'by' => $by, 'before' => $claim['text'], 'after' => $claim['text'], 'verdict' => $claim['verdict'], 'reason' => $reason );
		}
	}
	return $report;
}

/** What readers may see of a claim: its evidence only where the article carries it. */
function approved_claim( array $claim ): array {
	$passed = in_array( $claim['verdict'], PASSED, true );
	return array( 'section' => $claim['section'], 'text' => $claim['text'], 'verdict' => $claim['verdict'], 'evidence' => $passed ? $claim['evidence'] : array() );
}

function after_edit( int $post_id ): string {
	return 'pending' === state( $post_id )['status'] ? 'pending' : 'draft';
}

function changed_meanwhile(): \WP_Error {
	return new \WP_Error( 'newsbrief_changed', __( 'This briefing has changed meanwhile. It was loaded again: look at it once more.', 'newsbrief' ), array( 'status' => 409 ) );
}

/** An empty excerpt becomes The Story, where the settings say so. */
function fill_excerpt( \WP_Post $post, array $briefing ): void {
	if ( settings()['fill_excerpt'] && '' === trim( $post->post_excerpt ) && '' !== $briefing['the_story'] && post_type_supports( $post->post_type, 'excerpt' ) ) {
		remove_action( 'wp_after_insert_post', __NAMESPACE__ . '\saved', 20 );
		wp_update_post( wp_slash( array( 'ID' => $post->ID, 'post_excerpt' => esc_html( $briefing['the_story'] ) ) ) );
		add_action( 'wp_after_insert_post', __NAMESPACE__ . '\saved', 20, 2 );
	}
}
