<?php
/** The service over HTTP: short time-outs, no redirects (they would carry the key elsewhere), and errors by name. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const TIMEOUT_S = 5;

/**
 * Ask the service.
 *
 * @return array{status: int, body: string, etag: string}|\WP_Error An error's code is a problem type of the service, or one of
 *     `not-set-up`, `unreachable`; its data has `retry_after` (seconds, or null where trying again is no use).
 */
function ask( string $method, string $path, ?array $sent = null, array $headers = array(), int $timeout_s = TIMEOUT_S ) {
	$settings = settings();
	if ( '' === $settings['url'] ) {
		return new \WP_Error( 'not-set-up', '', array( 'retry_after' => null ) );
	}
	if ( '' !== $settings['key'] ) {
		$headers['Authorization'] = 'Bearer ' . $settings['key'];
	}
	$asked = array(
		'method'      => $method,
		'timeout'     => $timeout_s,
		'redirection' => 0,
		'headers'     => $headers + array( 'Accept' => '*/*' ),
		'user-agent'  => 'newsbrief-wordpress/' . VERSION,
	);
	if ( null !== $sent ) {
		$asked['body']                    = wp_json_encode( $sent, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
		$asked['headers']['Content-Type'] = 'application/json';
	}
	$answer = wp_remote_request( $settings['url'] . $path, $asked );
	if ( is_wp_error( $answer ) ) {
		return new \WP_Error( 'unreachable', $answer->get_error_message(), array( 'retry_after' => 60 ) );
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	$body   = wp_remote_retrieve_body( $answer );
	$etag   = (string) wp_remote_retrieve_header( $answer, 'etag' );
	return $status >= 200 && $status < 300 ? compact( 'status', 'body', 'etag' ) : refused( $status, $body, wp_remote_retrieve_header( $answer, 'retry-after' ) );
}

/** @param string|array $retry_after The header. */
function refused( int $status, string $body, $retry_after ): \WP_Error {
	$problem = json_decode( $body, true );
	$type    = is_array( $problem ) && is_string( $problem['type'] ?? null ) ? problem_name( $problem['type'] ) : '';
	$detail  = is_array( $problem ) && is_string( $problem['detail'] ?? null ) ? $problem['detail'] : '';
	$again   = 429 === $status || $status >= 500;
	$wait    = is_string( $retry_after ) && ctype_digit( $retry_after ) ? min( max( 60, (int) $retry_after ), DAY_IN_SECONDS ) : 60;
	return new \WP_Error( '' !== $type ? $type : ( $again ? 'unreachable' : 'unexpected' ), $detail, array( 'status' => $status, 'retry_after' => $again ? $wait : null ) );
}

/** `article-too-short` of `urn:newsbrief:problem:article-too-short`; empty where it is no problem of the service. */
function problem_name( string $type ): string {
	return preg_match( '/^urn:newsbrief:problem:([a-z-]{1,60})$/', $type, $found ) ? $found[1] : '';
}

/**
 * Have an article briefed in the background; the job's id.
 *
 * The same key and article give the same job, however often an answer is lost on its way: nothing is paid twice.
 *
 * @return string|\WP_Error
 */
function ask_for_briefing( array $article, string $idempotency_key ) {
	$sent   = array( 'articles' => array( $article ) );
	$key    = array( 'Idempotency-Key' => '"' . $idempotency_key . '"' );
	$answer = null;
	if ( '' !== settings()['webhook_secret'] ) {
		$answer = ask( 'POST', '/jobs', $sent + array( 'callback_url' => rest_url( 'newsbrief/v1/webhook' ) ), $key );
	}
	if ( null === $answer || ( is_wp_error( $answer ) && in_array( $answer->get_error_code(), array( 'webhooks-unavailable', 'invalid-request' ), true ) ) ) {
		// The service tells nobody, or not this site: it is asked instead.
		$answer = ask( 'POST', '/jobs', $sent, $key );
	}
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	$job = json_decode( $answer['body'], true );
	return is_array( $job ) && is_string( $job['id'] ?? null ) && wp_is_uuid( $job['id'] )
		? $job['id']
		: new \WP_Error( 'unexpected', '', array( 'retry_after' => null ) );
}

/**
 * What a job's one article came to: the reply, null while it is being made, or the problem.
 *
 * @return array|null|\WP_Error
 */
function result_of( string $job ) {
	$answer = ask( 'GET', "/jobs/$job/results" );
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	$result = json_decode( strtok( $answer['body'], "\n" ), true );
	if ( ! is_array( $result ) ) {
		return new \WP_Error( 'unexpected', '', array( 'retry_after' => null ) );
	}
	if ( isset( $result['briefing'], $result['faithfulness'] ) ) {
		return $result;
	}
	$type = problem_name( (string) ( $result['type'] ?? '' ) );
	if ( 'article-pending' === $type ) {
		return null;
	}
	return new \WP_Error( '' !== $type ? $type : 'failed', (string) ( $result['detail'] ?? '' ), array( 'retry_after' => null ) );
}

/**
 * Hold a whole briefing against an article: what is judgement there may be judgement. Null where the service cannot say.
 *
 * @param string $language The briefing's, where it is another than the article's; else empty.
 * @return array[]|null The claims; a paragraph has one for each of its sentences.
 */
function checked_briefing( array $briefing, array $article, string $language = '' ): ?array {
	foreach ( $briefing as $section => $texts ) {
		// No section of the format is empty; what stands for one is no claim.
		$briefing[ $section ] = is_array( $texts ) ? ( $texts ? $texts : array( '—' ) ) : ( '' !== $texts ? $texts : '—' );
	}
	$sent   = array_intersect_key( $article, array( 'text' => 1, 'title' => 1, 'published_at' => 1, 'language' => 1 ) );
	if ( '' !== $language ) {
		$sent['options'] = array( 'output_language' => $language );
	}
	$answer = ask( 'POST', '/verify', $sent + array( 'briefing' => $briefing ) );
	$report = is_wp_error( $answer ) ? null : json_decode( $answer['body'], true );
	$claims = is_array( $report ) ? ( $report['faithfulness']['claims'] ?? null ) : null;
	return is_array( $claims ) ? $claims : null;
}

/**
 * Have variants of a kept briefing made.
 *
 * @param string[] $kinds
 * @param string   $text  The article, as it was sent.
 * @param string   $style A style's name; empty leaves it to the service.
 * @return array|\WP_Error
 */
function ask_for_variants( string $briefing_id, array $kinds, string $text, string $style ) {
	$sent   = array( 'kinds' => array_values( $kinds ), 'text' => $text ) + ( '' === $style ? array() : array( 'style' => $style ) );
	$answer = ask( 'POST', "/briefings/$briefing_id/variants", $sent, array(), VARIANTS_S );
	if ( is_wp_error( $answer ) && 'judge-needed' === $answer->get_error_code() ) {
		// None is made of the briefing's own claims, and nothing new can be checked there.
		return array( 'refused' => array_map( fn( $kind ) => array( 'kind' => $kind, 'reason' => __( 'No claim of the briefing fits this length, and without a judge the service writes nothing new.', 'newsbrief' ) ), $kinds ) );
	}
	$found = is_wp_error( $answer ) ? $answer : json_decode( $answer['body'], true );
	return is_array( $found ) || is_wp_error( $found ) ? $found : new \WP_Error( 'unexpected', '', array( 'retry_after' => null ) );
}

/**
 * The claims of a kept briefing at the service, and the tag of its version.
 *
 * @param string $version Below the briefing's address, such as `/versions/1`; empty: the newest.
 * @return array{claims: array[], etag: string}|\WP_Error
 */
function claims_there( string $briefing_id, string $version = '' ) {
	$answer = ask( 'GET', "/briefings/$briefing_id$version" );
	$reply  = is_wp_error( $answer ) ? null : json_decode( $answer['body'], true );
	if ( is_wp_error( $answer ) || ! is_array( $reply['faithfulness']['claims'] ?? null ) ) {
		return is_wp_error( $answer ) ? $answer : new \WP_Error( 'unexpected', '', array( 'retry_after' => null ) );
	}
	return array( 'claims' => array_map( __NAMESPACE__ . '\kept_claim', $reply['faithfulness']['claims'] ), 'etag' => $answer['etag'] );
}
