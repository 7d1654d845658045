<?php
/** REST routes of the panel: each asks whether the user may edit this post; cookies come with WordPress' own nonce. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

add_action( 'rest_api_init', __NAMESPACE__ . '\register_routes' );

function register_routes(): void {
	$word    = array( 'type' => 'string', 'required' => true );
	$version = $word;
	$of_post = array( 'id' => array( 'type' => 'integer', 'required' => true ) );
	$reason  = array( 'type' => 'string', 'default' => '', 'maxLength' => 1000 );
	$edits   = array( 'type' => 'object', 'required' => true, 'additionalProperties' => array( 'type' => 'string', 'maxLength' => 5000 ), 'maxProperties' => 200 );
	register_rest_route(
		'newsbrief/v1',
		'/posts/(?P<id>\d+)/briefing',
		array(
			route( 'GET', __NAMESPACE__ . '\answer_view', $of_post ),
			route( 'POST', __NAMESPACE__ . '\answer_make', $of_post + array( 'again' => array( 'type' => 'boolean', 'default' => false ) ) ),
			route( 'PATCH', __NAMESPACE__ . '\answer_edit', $of_post + array( 'version' => $version, 'claims' => $edits, 'reason' => $reason ) ),
			route( 'DELETE', __NAMESPACE__ . '\answer_dismiss', $of_post ),
		)
	);
	register_rest_route( 'newsbrief/v1', '/posts/(?P<id>\d+)/briefing/check', array(
		route( 'POST', __NAMESPACE__ . '\answer_check', $of_post + array( 'version' => $version ) ),
	) );
	register_rest_route( 'newsbrief/v1', '/posts/(?P<id>\d+)/briefing/choice', array(
		route( 'POST', __NAMESPACE__ . '\answer_choose', $of_post + array( 'style' => $word, 'language' => $word ) ),
	) );
	$kind  = array( 'type' => 'string', 'enum' => array_keys( variant_kinds() ) );
	$field = array( 'type' => 'string', 'enum' => SEO_FIELDS, 'required' => true );
	register_rest_route( 'newsbrief/v1', '/posts/(?P<id>\d+)/briefing/variants', array(
		route( 'POST', __NAMESPACE__ . '\answer_variants', $of_post + array( 'version' => $version, 'kinds' => array( 'type' => 'array', 'items' => $kind, 'minItems' => 1, 'uniqueItems' => true, 'required' => true ) ) ),
	) );
	register_rest_route( 'newsbrief/v1', '/posts/(?P<id>\d+)/briefing/fields/(?P<field>[a-z_]+)', array(
		route( 'PUT', __NAMESPACE__ . '\answer_take', $of_post + array( 'field' => $field, 'kind' => array( 'required' => true ) + $kind ) ),
		route( 'DELETE', __NAMESPACE__ . '\answer_put_back', $of_post + array( 'field' => $field ) ),
	) );
	register_rest_route( 'newsbrief/v1', '/posts/(?P<id>\d+)/briefing/approval', array(
		route( 'POST', __NAMESPACE__ . '\answer_approve', $of_post + array( 'version' => $version, 'anyway' => array( 'type' => 'boolean', 'default' => false ), 'reason' => $reason ), __NAMESPACE__ . '\may_approve_this' ),
		route( 'DELETE', __NAMESPACE__ . '\answer_withdraw', $of_post, __NAMESPACE__ . '\may_approve_this' ),
	) );
}

function route( string $method, string $answer, array $args, string $may = __NAMESPACE__ . '\may_edit_this' ): array {
	return array( 'methods' => $method, 'callback' => $answer, 'permission_callback' => $may, 'args' => $args );
}

/** @return bool|\WP_Error */
function may_edit_this( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	if ( ! $post || ! covers( $post->post_type ) || wp_is_post_revision( $post ) ) {
		// Who may not edit anything learns nothing of which posts there are.
		return current_user_can( 'edit_posts' ) ? new \WP_Error( 'newsbrief_no_post', __( 'There is no such article, or articles of its kind are not briefed.', 'newsbrief' ), array( 'status' => 404 ) ) : false;
	}
	return current_user_can( 'edit_post', $post->ID );
}

/** @return bool|\WP_Error */
function may_approve_this( \WP_REST_Request $request ) {
	$may = may_edit_this( $request );
	if ( true === $may && ! may_approve( (int) $request['id'] ) ) {
		return new \WP_Error( 'newsbrief_may_not_approve', __( 'Whoever may publish this article approves its briefing.', 'newsbrief' ), array( 'status' => rest_authorization_required_code() ) );
	}
	return $may;
}

/** The view as it is after `$done`; what went wrong says so, and takes the newest view along. */
function answer_after( int $post_id, $done = true ) {
	clean_post_cache( $post_id );
	$post = get_post( $post_id );
	if ( ! $post ) {
		return new \WP_Error( 'newsbrief_no_post', __( 'This article was deleted meanwhile.', 'newsbrief' ), array( 'status' => 404 ) );
	}
	$view = view( $post );
	if ( is_wp_error( $done ) ) {
		$done->add_data( $done->get_error_data() + array( 'view' => $view ) );
		return $done;
	}
	$answer = rest_ensure_response( $view );
	$answer->header( 'Cache-Control', 'no-store' );
	return $answer;
}

function answer_view( \WP_REST_Request $request ) {
	$post_id = (int) $request['id'];
	$state   = state( $post_id );
	if ( 'pending' === $state['status'] && '' !== $state['job'] && time() - max( $state['since'], $state['asked_at'] ) >= LOOK_AGAIN_S ) {
		// Somebody watches, and the service has not called: it is asked.
		settle( $post_id, $state['job'] );
	}
	return answer_after( $post_id );
}

function answer_make( \WP_REST_Request $request ) {
	$post_id = (int) $request['id'];
	$made    = make( $post_id, get_current_user_id(), (bool) $request['again'] );
	// Another tab is at it: what it does is what this one wants.
	return answer_after( $post_id, is_wp_error( $made ) && 'pending' === state( $post_id )['status'] ? true : $made );
}

function answer_edit( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	return answer_after( $post->ID, edit( $post, (array) $request['claims'], (string) $request['version'], plain_line( (string) $request['reason'] ) ) );
}

function answer_check( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	return answer_after( $post->ID, check_again( $post, (string) $request['version'] ) );
}

function answer_approve( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	return answer_after( $post->ID, approve( $post, (string) $request['version'], wp_get_current_user(), (bool) $request['anyway'], plain_line( (string) $request['reason'] ) ) );
}

function answer_dismiss( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	return answer_after( $post->ID, dismiss( $post ) );
}

function answer_withdraw( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	return answer_after( $post->ID, withdraw( $post ) );
}

function answer_choose( \WP_REST_Request $request ) {
	choose( (int) $request['id'], array( 'style' => $request['style'], 'language' => $request['language'] ) );
	return answer_after( (int) $request['id'] );
}

function answer_variants( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	return answer_after( $post->ID, make_variants( $post, $request['kinds'], (string) $request['version'] ) );
}

function answer_take( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	return answer_after( $post->ID, take_variant( $post, $request['field'], $request['kind'] ) );
}

function answer_put_back( \WP_REST_Request $request ) {
	$post = get_post( (int) $request['id'] );
	return answer_after( $post->ID, put_back( $post, $request['field'] ) );
}
