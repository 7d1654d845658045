<?php
/**
 * What is kept of a briefing with its post, as post meta, and how it is shown to those who may see it.
 *
 * | meta                   | holds                                                                                     |
 * | ---------------------- | ----------------------------------------------------------------------------------------- |
 * | `_newsbrief_state`     | what is going on: `status`, `job`, `attempt`, `hash` of the article as sent, `message`, … |
 * | `_newsbrief_briefing`  | the briefing as it stands now, in the service's format                                    |
 * | `_newsbrief_report`    | its claims with verdicts and evidence, what was dropped, how it was made                  |
 * | `_newsbrief_approved`  | what an editor approved, who and when: the only thing that readers ever see               |
 * | `_newsbrief_choice`    | the house style and the language that were chosen for this article                        |
 * | `_newsbrief_variants`  | short texts of it that passed their check                                                 |
 *
 * `status` is `none`, `pending` (asked for), `failed`, `draft` (made, nobody approved it) or `approved`.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const STATE    = '_newsbrief_state';
const BRIEFING = '_newsbrief_briefing';
const REPORT   = '_newsbrief_report';
const APPROVED = '_newsbrief_approved';
const JOB      = '_newsbrief_job';
const BULLETED = array( 'key_points', 'key_takeaways' );
const RTL      = array( 'ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi' );

add_action( 'init', __NAMESPACE__ . '\register_meta_keys', 20 );

/** Registered for REST: what was approved is for who may read it on the page, the rest for who may edit the post. */
function register_meta_keys(): void {
	foreach ( settings()['post_types'] as $type ) {
		foreach ( array( STATE, BRIEFING, REPORT, APPROVED ) as $key ) {
			register_post_meta(
				$type,
				$key,
				array(
					'type'          => 'object',
					'single'        => true,
					// Custom fields and XML-RPC are shut out; what comes by REST is taken out of the request below.
					'auth_callback' => fn( $allowed, $meta_key, $post_id ) => defined( 'REST_REQUEST' ) && REST_REQUEST && current_user_can( 'edit_post', $post_id ),
					'show_in_rest'  => array(
						'schema'           => array( 'type' => 'object', 'additionalProperties' => true ),
						'prepare_callback' => fn( $value ) => shown_in_rest( $key, $value ),
					),
				)
			);
		}
		add_filter( "rest_pre_insert_$type", __NAMESPACE__ . '\keep_own_meta', 10, 2 );
	}
}

/**
 * What a request may see: who may edit the post all of it, others what readers of its page see.
 *
 * @param mixed $value
 */
function shown_in_rest( string $key, $value ) {
	$post = get_post();
	if ( ! $post || ! is_array( $value ) || ! $value ) {
		return null;
	}
	if ( current_user_can( 'edit_post', $post->ID ) ) {
		return $value;
	}
	return APPROVED === $key && may_read( $post, $value ) ? array_diff_key( $value, array( 'by_id' => 0 ) ) : null;
}

/**
 * Nobody writes a briefing or an approval but this plug-in. The keys are ignored, not refused: an editor that saves
 * another plug-in's meta sends all it knows back, and may not fail for it.
 *
 * @param \stdClass|\WP_Error $prepared
 */
function keep_own_meta( $prepared, \WP_REST_Request $request ) {
	if ( is_array( $request['meta'] ) ) {
		$request['meta'] = array_diff_key( $request['meta'], array_flip( array( STATE, BRIEFING, REPORT, APPROVED ) ) );
	}
	return $prepared;
}

function meta( int $post_id, string $key ): array {
	$value = get_post_meta( $post_id, $key, true );
	return is_array( $value ) ? $value : array();
}

function keep( int $post_id, string $key, array $value ): void {
	update_post_meta( $post_id, $key, wp_slash( $value ) );
}

/** The state, each part present. */
function state( int $post_id ): array {
	return meta( $post_id, STATE ) + array(
		'status'     => 'none',
		'job'        => '',
		'attempt'    => 0,
		'tries'      => 0,
		'hash'       => '',
		'options'    => array(),
		'since'      => 0,
		'by'         => 0,
		'message'    => '',
		'again_at'   => 0,
		'asked_at'   => 0,
		'reviewed_by' => '',
		'reviewed_at' => 0,
	);
}

function keep_state( int $post_id, array $changes ): void {
	$state = $changes + state( $post_id );
	keep( $post_id, STATE, $state );
	if ( '' === $state['job'] ) {
		delete_post_meta( $post_id, JOB );
	} else {
		update_post_meta( $post_id, JOB, $state['job'] );
	}
}

/** Which version of a briefing somebody has before them: it changes with every change of its text. */
function version( int $post_id ): string {
	$report = meta( $post_id, REPORT );
	return $report ? substr( hash( 'sha256', wp_json_encode( array( $report['briefing_id'] ?? '', $report['claims'] ?? array() ) ) ), 0, 16 ) : '';
}

/** A briefing has been made: it replaces what was there, as a draft. */
function keep_reply( int $post_id, array $reply, string $hash, array $options = array() ): void {
	$report = array(
		'briefing_id' => sanitize_text_field( $reply['id'] ?? '' ),
		'hash'        => $hash,
		'made_of'     => $hash,
		'options'     => $options,
		// Another than `language` where the briefing is in another language than the article; else empty.
		'source_language' => sanitize_text_field( $reply['meta']['source_language'] ?? '' ),
		'verdict'     => sanitize_text_field( $reply['faithfulness']['verdict'] ?? '' ),
		'score'       => (float) ( $reply['faithfulness']['score'] ?? 0 ),
		'language'    => sanitize_text_field( $reply['meta']['language'] ?? '' ),
		'meta'        => array_intersect_key( (array) ( $reply['meta'] ?? array() ), array_flip( array( 'engine', 'model', 'degraded', 'degraded_reason', 'prompt', 'usage', 'created_at', 'warnings' ) ) ),
		'claims'      => array_map( __NAMESPACE__ . '\kept_claim', array_values( array_filter( (array) ( $reply['faithfulness']['claims'] ?? array() ), 'is_array' ) ) ),
		'dropped'     => array_map( __NAMESPACE__ . '\kept_claim', array_values( array_filter( (array) ( $reply['faithfulness']['dropped'] ?? array() ), 'is_array' ) ) ),
		'edited'      => false,
	);
	keep( $post_id, REPORT, $report );
	keep( $post_id, BRIEFING, briefing_of( $report['claims'] ) );
	keep_state( $post_id, array( 'status' => 'draft', 'job' => '', 'message' => '', 'again_at' => 0, 'tries' => 0, 'reviewed_by' => '', 'reviewed_at' => 0 ) );
}

/** The part of a claim that an editor needs. Texts stay plain text: they are escaped where they are shown. */
function kept_claim( array $claim ): array {
	$failed = array_filter( (array) ( $claim['checks'] ?? array() ), fn( $check ) => 'fail' === ( $check['outcome'] ?? '' ) );
	return array(
		'id'       => preg_replace( '/[^a-z0-9_.]/', '', (string) ( $claim['id'] ?? '' ) ),
		'section'  => isset( headings()[ $claim['section'] ?? '' ] ) ? $claim['section'] : 'key_points',
		'text'     => plain_line( (string) ( $claim['text'] ?? '' ) ),
		'verdict'  => sanitize_key( $claim['verdict'] ?? '' ),
		'action'   => sanitize_key( $claim['action'] ?? 'kept' ),
		'evidence' => array_values( array_map( fn( $evidence ) => plain_line( (string) ( $evidence['quote'] ?? '' ) ), (array) ( $claim['evidence'] ?? array() ) ) ),
		'failed'   => array_values( array_map( fn( $check ) => plain_line( (string) ( $check['detail'] ?? '' ) ), $failed ) ),
	);
}

/** A text on one line, without control characters. Not `sanitize_text_field`: “<” and “%20” may be words of a claim. */
function plain_line( string $text ): string {
	return trim( preg_replace( '/[\s\p{Cc}]+/u', ' ', wp_check_invalid_utf8( $text, true ) ) ?? '' );
}

/** The briefing that claims make up: a bullet each, or a sentence each of a paragraph. */
function briefing_of( array $claims ): array {
	$briefing = array();
	foreach ( array_keys( headings() ) as $section ) {
		$texts                = array_column( array_filter( $claims, fn( $claim ) => $claim['section'] === $section ), 'text' );
		$briefing[ $section ] = in_array( $section, BULLETED, true ) ? $texts : implode( ' ', $texts );
	}
	return $briefing;
}

/** Whether the article has changed since the briefing was made. */
function is_stale( \WP_Post $post, string $hash ): bool {
	return '' !== $hash && article_hash( $post ) !== $hash;
}

/**
 * Whether what was approved may still be read on the page: the article is unchanged, or every sentence that the
 * briefing rests on still stands in it word for word. A correction of what it rests on takes it off the page until an
 * editor has looked; a typo mended elsewhere does not.
 */
function still_stands( \WP_Post $post, array $approved ): bool {
	if ( ! $approved ) {
		return false;
	}
	if ( ! is_stale( $post, $approved['hash'] ) ) {
		return true;
	}
	return $approved['evidence'] && says_still( $post, $approved['evidence'] );
}

/** Whether whoever asks may read what was approved: they have the post's password, where it has one, and it still stands. */
function may_read( \WP_Post $post, array $approved ): bool {
	return ! post_password_required( $post ) && still_stands( $post, $approved );
}

/**
 * Whether an article still has all of these sentences, word for word: each whole, and not as the end of another.
 *
 * @param string[] $quotes
 */
function says_still( \WP_Post $post, array $quotes ): bool {
	$text = implode( "\n", array_map( __NAMESPACE__ . '\plain_line', preg_split( '/\n+/', article_title( $post ) . "\n" . article_text( $post ) ) ) );
	foreach ( $quotes as $quote ) {
		if ( ! stands_whole( $text, $quote ) ) {
			return false;
		}
	}
	return true;
}

/**
 * Whether a quote begins where a sentence of the text does, and ends where one does; the text may break its line within.
 * Where that is not sure it does not stand: a briefing too few on the page is mended by a look at it.
 */
function stands_whole( string $text, string $quote ): bool {
	$stop   = '(?:[.!?…。！？｡।॥؟۔።։។](?:\h?[»›])?[*_"\'“”‘’»«›‹)\]」』¹²³⁴-⁹⁰]*(?:\[\d{1,3}\])?)';
	$before = "(?:^|\n|$stop\\s(?:[\p{So}\x{FE0F}]+\\s)?|[。！？｡][」』”]*|(?<=[\p{Thai}\p{Lao}])\\s)(?:(?:[*•·▪‣◦–—-]|\p{L}\))\\s)?";
	$after  = preg_match( "/$stop\$/u", $quote ) ? '(?:(?<=[。！？｡」』])|(?![\p{L}\p{N}]))' : '(?:(?=\n|$)|(?<=[\p{Thai}\p{Lao}])(?=\s))';
	$words  = str_replace( ' ', '\s', preg_quote( $quote, '/' ) );
	return 1 === preg_match( "/$before$words$after/u", $text );
}

/** The claims as they stand beside the article of now: a verdict holds as long as the sentences it rests on do. */
function claims_now( \WP_Post $post, array $report ): array {
	$claims = $report['claims'] ?? array();
	if ( ! $claims || ! is_stale( $post, $report['hash'] ) ) {
		return $claims;
	}
	return array_map( fn( $claim ) => ( says_still( $post, $claim['evidence'] ) ? array() : array( 'verdict' => 'outdated', 'failed' => array() ) ) + $claim, $claims );
}

/** What the panel shows; for who may edit the post. */
function view( \WP_Post $post ): array {
	$state    = state( $post->ID );
	$report   = meta( $post->ID, REPORT );
	$approved = meta( $post->ID, APPROVED );
	$by       = $state['by'] ? get_userdata( $state['by'] ) : null;
	return array(
		'status'      => $state['status'],
		'message'     => $state['message'],
		'again_at'    => $state['again_at'] ? wp_date( get_option( 'time_format' ), $state['again_at'] ) : null,
		'asked_by'    => $by ? $by->display_name : null,
		'stale'       => $report && is_stale( $post, $report['hash'] ),
		'version'     => version( $post->ID ),
		'language'    => $report['language'] ?? '',
		'rtl'         => in_array( $report['language'] ?? '', RTL, true ),
		'source'      => source_view( $report ),
		'edited'      => ! empty( $report['edited'] ),
		'degraded'    => ! empty( $report['meta']['degraded'] ),
		'warnings'    => array_map( 'strval', $report['meta']['warnings'] ?? array() ),
		'claims'      => array_map( __NAMESPACE__ . '\worded', claims_now( $post, $report ) ),
		'dropped'     => array_map( __NAMESPACE__ . '\worded', $report['dropped'] ?? array() ),
		'may_approve' => may_approve( $post->ID ),
		'review'      => $state['reviewed_at'] ? array( 'by' => $state['reviewed_by'], 'at' => wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $state['reviewed_at'] ) ) : null,
		'approved'    => $approved ? array( 'by' => $approved['by'], 'on_page' => still_stands( $post, $approved ), 'current' => $approved['version'] === version( $post->ID ) ) : null,
		'excerpt'     => $post->post_excerpt,
		'choice'      => choice_view( $post, $report ),
		'variants'    => variants_view( $post, $report ),
		'history'     => array_map( __NAMESPACE__ . '\dated', array_reverse( $report['history'] ?? array() ) ),
	);
}

/** The article's language and direction, in which evidence is. */
function source_view( array $report ): array {
	$language = empty( $report['source_language'] ) ? ( $report['language'] ?? '' ) : $report['source_language'];
	return array( 'language' => $language, 'rtl' => in_array( $language, RTL, true ) );
}

function worded( array $claim ): array {
	if ( in_array( $claim['verdict'], PASSED, true ) ) {
		// A check after a change of the article found it there: no reason is needed any more.
		$claim['reason'] = '';
	}
	return $claim + array( 'words' => claim_words( $claim ), 'done' => action_words( $claim['action'] ), 'lacks_reason' => lacks_reason( $claim ) );
}

/** A line of the history, with its moment in words and its verdict too. */
function dated( array $line ): array {
	return array( 'at' => wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $line['at'] ), 'words' => '' === $line['verdict'] ? '' : verdict_words( $line['verdict'] ) ) + $line;
}

/** Who approves answers for the text: whoever may publish the article. */
function may_approve( int $post_id ): bool {
	return current_user_can( 'edit_post', $post_id ) && current_user_can( 'publish_post', $post_id );
}
