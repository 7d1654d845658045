<?php
/** The list of posts: a bulk action, and a column that says how each briefing stands. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const BULK_ACTION = 'newsbrief_make';

add_action( 'admin_init', __NAMESPACE__ . '\extend_lists' );
add_action( 'admin_notices', __NAMESPACE__ . '\say_what_was_asked' );

function extend_lists(): void {
	foreach ( settings()['post_types'] as $type ) {
		add_filter( "bulk_actions-edit-$type", fn( $actions ) => $actions + array( BULK_ACTION => __( 'Make briefings', 'newsbrief' ) ) );
		add_filter( "handle_bulk_actions-edit-$type", __NAMESPACE__ . '\make_many', 10, 3 );
		add_filter( "manage_{$type}_posts_columns", fn( $columns ) => $columns + array( 'newsbrief' => __( 'Briefing', 'newsbrief' ) ) );
		add_action( "manage_{$type}_posts_custom_column", __NAMESPACE__ . '\show_standing', 10, 2 );
	}
}

/** WordPress has checked the list's nonce before it calls this. */
function make_many( string $redirect_to, string $action, array $ids ): string {
	if ( BULK_ACTION !== $action ) {
		return $redirect_to;
	}
	$asked = 0;
	foreach ( array_map( 'intval', $ids ) as $id ) {
		if ( current_user_can( 'edit_post', $id ) && true === make_soon( $id, get_current_user_id() ) ) {
			++$asked;
		}
	}
	return add_query_arg( 'newsbrief_asked', $asked, $redirect_to );
}

function say_what_was_asked(): void {
	// phpcs:ignore WordPress.Security.NonceVerification -- a number that is shown, nothing is done.
	$asked = isset( $_GET['newsbrief_asked'] ) ? absint( $_GET['newsbrief_asked'] ) : null;
	if ( null !== $asked ) {
		/* translators: %d: how many articles. */
		$said = sprintf( _n( '%d article will have a briefing, as a draft, in a few minutes.', '%d articles will have briefings, as drafts, in a few minutes.', $asked, 'newsbrief' ), $asked );
		printf( '<div class="notice notice-success is-dismissible"><p>%s</p></div>', esc_html( $said ) );
	}
}

function show_standing( string $column, int $post_id ): void {
	if ( 'newsbrief' === $column ) {
		echo esc_html( standing( get_post( $post_id ) ) );
	}
}

/** How a post's briefing stands, in a word or two. */
function standing( \WP_Post $post ): string {
	$state = state( $post->ID );
	$stale = 'approved' === $state['status'] || 'draft' === $state['status'] ? is_stale( $post, meta( $post->ID, REPORT )['hash'] ?? '' ) : false;
	switch ( $state['status'] ) {
		case 'pending':
			return '' === $state['message'] ? __( 'Being made', 'newsbrief' ) : __( 'Waiting', 'newsbrief' );
		case 'failed':
			return __( 'Failed', 'newsbrief' );
		case 'draft':
			return $stale ? __( 'Draft, out of date', 'newsbrief' ) : __( 'Draft', 'newsbrief' );
		case 'approved':
			return $stale ? __( 'Approved, out of date', 'newsbrief' ) : __( 'Approved', 'newsbrief' );
	}
	return '—';
}
