<?php
/** What an editor does with a briefing: edit, approve, dismiss, withdraw. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const PASSED = array( 'supported', 'inference' );

/**
 * Change the text of claims; an empty text takes the claim out. Each new text is checked against the article where the
 * service can be asked, and is marked as unchecked where it cannot.
 *
 * @param array<string, string> $texts By the claim's id.
 * @return true|\WP_Error
 */
function edit( \WP_Post $post, array $texts, string $version ) {
	return alone_with(
		$post->ID,
		function () use ( $post, $texts, $version ) {
			if ( $version !== version( $post->ID ) ) {
				return changed_meanwhile();
			}
			$report = meta( $post->ID, REPORT );
			$claims = edited_claims( $report['claims'] ?? array(), array_map( __NAMESPACE__ . '\plain_line', $texts ), article_request( $post ) );
			if ( ! $claims || ! array_filter( $claims, fn( $claim ) => 'title' !== $claim['section'] ) ) {
				return new \WP_Error( 'newsbrief_empty', __( 'Nothing would be left of the briefing. Dismiss it instead.', 'newsbrief' ), array( 'status' => 422 ) );
			}
			if ( $claims !== $report['claims'] ) {
				keep( $post->ID, REPORT, array( 'claims' => $claims, 'edited' => true ) + $report );
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
			$found = checked_briefing( briefing_of( $report['claims'] ), article_request( $post ) );
			if ( null === $found ) {
				return new \WP_Error( 'newsbrief_unchecked', __( 'The briefing service could not be asked just now. The briefing is as it was.', 'newsbrief' ), array( 'status' => 503 ) );
			}
			$claims = array_map( fn( $claim ) => said_of( $claim, $found ) + $claim, $report['claims'] );
			keep( $post->ID, REPORT, array( 'claims' => $claims, 'hash' => article_hash( $post ) ) + $report );
			keep_state( $post->ID, array( 'status' => after_edit( $post->ID ), 'message' => '', 'reviewed_by' => '', 'reviewed_at' => 0 ) );
			return true;
		}
	);
}

/**
 * An editor answers for the briefing: from now on the block shows it. Publishing the article stays a step of its own.
 *
 * @param bool $anyway Although a text that somebody wrote into it did not pass, or was not checked.
 * @return true|\WP_Error
 */
function approve( \WP_Post $post, string $version, \WP_User $by, bool $anyway = false ) {
	return alone_with(
		$post->ID,
		function () use ( $post, $version, $by, $anyway ) {
			$report = meta( $post->ID, REPORT );
			if ( ! $report || $version !== version( $post->ID ) ) {
				return changed_meanwhile();
			}
			if ( ! $anyway && array_diff( array_column( claims_now( get_post( $post->ID ), $report ), 'verdict' ), PASSED ) ) {
				return new \WP_Error( 'newsbrief_did_not_pass', __( 'A text of this briefing did not pass its check.', 'newsbrief' ), array( 'status' => 422 ) );
			}
			$now      = time();
			$evidence = array_values( array_unique( array_merge( ...array_column( $report['claims'], 'evidence' ) ) ) );
			$approved = array(
				'briefing'    => briefing_of( $report['claims'] ),
				'evidence'    => $evidence,
				'by'          => $by->display_name,
				'by_id'       => $by->ID,
				'at'          => $now,
				'edited'      => $report['edited'],
				'version'     => $version,
				// Approved over the article as it is now: who approves has read it.
				'hash'        => article_hash( get_post( $post->ID ) ),
				'language'    => $report['language'],
				'briefing_id' => $report['briefing_id'],
			);
			keep( $post->ID, APPROVED, $approved );
			keep( $post->ID, REPORT, array( 'hash' => $approved['hash'] ) + $report );
			$pending = 'pending' === state( $post->ID )['status'];
			keep_state( $post->ID, array( 'status' => $pending ? 'pending' : 'approved', 'message' => '', 'reviewed_by' => $by->display_name, 'reviewed_at' => $now ) );
			fill_excerpt( get_post( $post->ID ), $approved['briefing'] );
			tell_soon( $approved, 'reviewed', $by->display_name );
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
			tell_soon( meta( $post->ID, APPROVED ), 'draft', wp_get_current_user()->display_name );
			delete_post_meta( $post->ID, APPROVED );
			$state = state( $post->ID );
			keep_state( $post->ID, array( 'status' => 'approved' === $state['status'] ? 'draft' : $state['status'], 'reviewed_by' => '', 'reviewed_at' => 0 ) );
			return true;
		}
	);
}

/**
 * The claims with their new texts, checked; without those whose text is empty now.
 *
 * @param array<string, string> $texts By the claim's id.
 */
function edited_claims( array $claims, array $texts, array $article ): array {
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
	$found = $changed ? checked_briefing( briefing_of( $edited ), $article ) : null;
	foreach ( $changed as $place ) {
		$edited[ $place ] = array( 'action' => 'kept', 'edited' => true ) + said_of( $edited[ $place ], $found ?? array() ) + $edited[ $place ];
	}
	return $edited;
}

/**
 * What the service says of a text: of its sentences, the worst verdict, and all evidence.
 *
 * @param array[] $found Claims of the briefing that the text is part of.
 */
function said_of( array $claim, array $found ): array {
	$own = array_filter(
		array_map( __NAMESPACE__ . '\kept_claim', $found ),
		fn( $part ) => $part['section'] === $claim['section'] && '' !== $part['text'] && false !== strpos( $claim['text'], $part['text'] )
	);
	if ( ! $own ) {
		return array( 'verdict' => 'unchecked', 'evidence' => array(), 'failed' => array() );
	}
	$verdicts = array_column( $own, 'verdict' );
	return array(
		'verdict'  => current( array_intersect( array( 'contradicted', 'unsupported', 'unattributed', 'unverified', 'inference', 'supported' ), $verdicts ) ) ?: 'unchecked',
		'evidence' => array_values( array_unique( array_merge( ...array_values( array_column( $own, 'evidence' ) ) ) ) ),
		'failed'   => array_values( array_unique( array_merge( ...array_values( array_column( $own, 'failed' ) ) ) ) ),
	);
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
