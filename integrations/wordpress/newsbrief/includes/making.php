<?php
/**
 * How a post comes to its briefing: sent to the service as a job, fetched when the service says so or, should its word
 * be lost, when it is asked. Nobody waits for any of it, and nothing here publishes.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const SEND        = 'newsbrief_send';
const POLL        = 'newsbrief_poll';
const MAKE        = 'newsbrief_make';
const MOST_TRIES  = 8;
const OVERDUE_S   = DAY_IN_SECONDS;
const LOOK_AGAIN_S = 5;

add_action( SEND, __NAMESPACE__ . '\send_waiting' );
add_action( POLL, __NAMESPACE__ . '\poll', 10, 2 );
add_action( MAKE, __NAMESPACE__ . '\make_by_itself', 10, 2 );
add_action( 'wp_after_insert_post', __NAMESPACE__ . '\saved', 20, 2 );

/**
 * Ask for a briefing now, once however many ask at the same time.
 *
 * @param bool $again Although one of the same text is there.
 * @return true|\WP_Error An error only where another request is at it; what the service says goes into the state.
 */
function make( int $post_id, int $user_id, bool $again = false ) {
	return alone_with(
		$post_id,
		function () use ( $post_id, $user_id, $again ) {
			$state = state( $post_id );
			// One that waits for the service to come back is sent now: somebody asks.
			if ( ( 'pending' === $state['status'] && '' === $state['job'] ) || begin( $post_id, $user_id, $again ) ) {
				send( $post_id );
			}
			return true;
		}
	);
}

/**
 * Ask for a briefing soon, in the background.
 *
 * @param bool $automatic Nobody asked: what failed or was dismissed for this very text is left alone.
 * @return true|\WP_Error
 */
function make_soon( int $post_id, int $user_id, int $in_s = 0, bool $automatic = false ) {
	return alone_with(
		$post_id,
		function () use ( $post_id, $user_id, $in_s, $automatic ) {
			$seen = $automatic && state( $post_id )['hash'] === article_hash( get_post( $post_id ) );
			if ( ! $seen && begin( $post_id, $user_id, false ) ) {
				keep_state( $post_id, array( 'again_at' => $in_s ? time() + $in_s : 0 ) );
				schedule_sending( $post_id, time() + $in_s );
			}
			return true;
		},
		0
	);
}

/** Cron: an article was saved while somebody was at its briefing. */
function make_by_itself( int $post_id, int $user_id ): void {
	if ( get_post( $post_id ) ) {
		make_soon( $post_id, $user_id, 0, true );
	}
}

/** An article was saved. */
function saved( int $post_id, \WP_Post $post ): void {
	if ( ! settings()['automatic'] || ! covers( $post->post_type ) || ! in_array( $post->post_status, array( 'draft', 'pending', 'future' ), true ) ) {
		return;
	}
	// The editor saves a draft by itself every minute; that is not yet what its author calls saved.
	if ( ( defined( 'DOING_AUTOSAVE' ) && DOING_AUTOSAVE ) || '' === article_text( $post ) || ! empty( meta( $post_id, REPORT )['edited'] ) ) {
		// What an editor wrote into a briefing is replaced only when an editor asks for that.
		return;
	}
	/**
	 * Filters how many seconds an automatic briefing waits after a save: those who save often pay once.
	 *
	 * @param int $seconds
	 */
	$delay_s = (int) apply_filters( 'newsbrief_automatic_delay', 30 );
	if ( is_wp_error( make_soon( $post_id, get_current_user_id(), $delay_s, true ) ) ) {
		wp_schedule_single_event( time() + MINUTE_IN_SECONDS, MAKE, array( $post_id, get_current_user_id() ) );
	}
}

/** Cron: send what waits to be sent. */
function send_waiting( int $post_id ): void {
	alone_with(
		$post_id,
		function () use ( $post_id ) {
			$state = state( $post_id );
			if ( 'pending' === $state['status'] && '' === $state['job'] ) {
				send( $post_id );
			}
		},
		5
	);
}

/** Cron: the service may have spoken, and not been heard. */
function poll( int $post_id, string $job ): void {
	if ( is_wp_error( settle( $post_id, $job, 5 ) ) ) {
		schedule_poll( $post_id, $job, MINUTE_IN_SECONDS );
	}
}

/**
 * Fetch what a job came to, if it has come to anything.
 *
 * @return true|\WP_Error
 */
function settle( int $post_id, string $job, float $patience_s = 0 ) {
	return alone_with(
		$post_id,
		function () use ( $post_id, $job ) {
			$state = state( $post_id );
			if ( 'pending' !== $state['status'] || $state['job'] !== $job || ! get_post( $post_id ) ) {
				return true;
			}
			keep_state( $post_id, array( 'asked_at' => time() ) );
			$result = result_of( $job );
			if ( is_array( $result ) ) {
				keep_reply( $post_id, $result, $state['hash'], $state['options'] );
			} elseif ( null !== $result && null === ( $result->get_error_data()['retry_after'] ?? null ) ) {
				fail( $post_id, $result );
			} elseif ( time() - $state['since'] > OVERDUE_S ) {
				fail( $post_id, new \WP_Error( 'overdue' ) );
			} else {
				schedule_poll( $post_id, $job, time() - $state['since'] < 10 * MINUTE_IN_SECONDS ? MINUTE_IN_SECONDS : 10 * MINUTE_IN_SECONDS );
			}
			return true;
		},
		$patience_s
	);
}

/** Whether there is something to make; if so, the state says from now on that it is being made. */
function begin( int $post_id, int $user_id, bool $again ): bool {
	$post  = get_post( $post_id );
	$state = state( $post_id );
	if ( ! $post || ( 'pending' === $state['status'] && time() - $state['since'] < OVERDUE_S ) ) {
		return false;
	}
	$hash   = article_hash( $post );
	$report = meta( $post_id, REPORT );
	if ( ! $again && $report && $report['hash'] === $hash && 'failed' !== $state['status'] ) {
		return false;
	}
	keep_state(
		$post_id,
		array( 'status' => 'pending', 'job' => '', 'attempt' => $state['attempt'] + 1, 'tries' => 0, 'hash' => $hash, 'since' => time(), 'by' => $user_id, 'message' => '', 'again_at' => 0, 'asked_at' => 0 )
	);
	return true;
}

/** Send the article; a service that cannot be reached is tried again later. */
function send( int $post_id ): void {
	$post = get_post( $post_id );
	if ( ! $post ) {
		return;
	}
	// The text as it is by now: it may have been saved again since.
	$article = article_request( $post );
	keep_state( $post_id, array( 'hash' => article_hash( $post ), 'options' => $article['options'] ?? array() ) );
	$state = state( $post_id );
	if ( '' === ( $article['text'] ?? '' ) ) {
		fail( $post_id, new \WP_Error( 'no-article-found' ) );
		return;
	}
	wp_clear_scheduled_hook( SEND, array( $post_id ) );
	// Should this process die before it hears the answer: the same key then leads to the same job.
	schedule_sending( $post_id, time() + 2 * MINUTE_IN_SECONDS );
	$key = hash( 'sha256', wp_json_encode( array( home_url(), $post_id, $state['attempt'], $article ) ) );
	$job = ask_for_briefing( $article, $key );
	if ( ! is_wp_error( $job ) ) {
		keep_state( $post_id, array( 'job' => $job, 'since' => time(), 'message' => '', 'again_at' => 0, 'tries' => 0 ) );
		wp_clear_scheduled_hook( SEND, array( $post_id ) );
		schedule_poll( $post_id, $job, MINUTE_IN_SECONDS );
		return;
	}
	$wait = $job->get_error_data()['retry_after'] ?? null;
	if ( null === $wait || $state['tries'] + 1 >= MOST_TRIES ) {
		fail( $post_id, $job );
		return;
	}
	$at = time() + max( $wait, MINUTE_IN_SECONDS * 2 ** $state['tries'] );
	keep_state( $post_id, array( 'tries' => $state['tries'] + 1, 'message' => sentence( $job ), 'again_at' => $at ) );
	wp_clear_scheduled_hook( SEND, array( $post_id ) );
	schedule_sending( $post_id, $at );
}

/** It came to nothing: said in a sentence. An earlier briefing stays as it was. */
function fail( int $post_id, \WP_Error $error ): void {
	wp_clear_scheduled_hook( SEND, array( $post_id ) );
	keep_state( $post_id, array( 'status' => 'failed', 'job' => '', 'message' => sentence( $error ), 'again_at' => 0, 'tries' => 0 ) );
}

function schedule_sending( int $post_id, int $at ): void {
	if ( ! wp_next_scheduled( SEND, array( $post_id ) ) ) {
		wp_schedule_single_event( $at, SEND, array( $post_id ) );
	}
}

function schedule_poll( int $post_id, string $job, int $in_s ): void {
	if ( ! wp_next_scheduled( POLL, array( $post_id, $job ) ) ) {
		wp_schedule_single_event( time() + $in_s, POLL, array( $post_id, $job ) );
	}
}
