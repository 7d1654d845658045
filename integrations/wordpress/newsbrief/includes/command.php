<?php
/** `wp newsbrief`: the archive from the command line. Loaded only there. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

/**
 * Briefings of articles, checked; always drafts until somebody approves them in the editor.
 */
class Command {
	/**
	 * Ask for briefings of many articles, and wait until they are there.
	 *
	 * ## OPTIONS
	 *
	 * [<id>...]
	 * : Articles. Without any: all that the options below choose and that have no briefing of their present text.
	 *
	 * [--post-type=<type>]
	 * : Of this type alone. Default: every type that the settings name.
	 *
	 * [--status=<status>]
	 * : Default: publish.
	 *
	 * [--since=<date>]
	 * : Dated on this day (2026-01-31) or later.
	 *
	 * [--limit=<number>]
	 * : At most so many.
	 *
	 * [--wait=<seconds>]
	 * : How long to wait for them in all; 0 does not wait. Default: 600.
	 *
	 * ## EXAMPLES
	 *
	 *     wp newsbrief make --since=2026-01-01 --limit=500
	 */
	public function make( array $ids, array $options ): void {
		$asked  = array();
		$chosen = chosen_posts( array_map( 'intval', $ids ), $options );
		$tell   = function ( int $id ): void {
			$message = state( $id )['message'];
			\WP_CLI::log( "$id: " . standing( get_post( $id ) ) . ( '' !== $message ? ": $message" : '' ) );
		};
		foreach ( $chosen as $id ) {
			make( $id, 0 );
			$tell( $id );
			$state = state( $id );
			if ( 'pending' === $state['status'] && '' !== $state['job'] ) {
				$asked[ $id ] = $state['job'];
			}
		}
		$left = wait_for( $asked, (float) ( $options['wait'] ?? 600 ), $tell );
		if ( $left ) {
			\WP_CLI::warning( count( $left ) . ' are still being made; they will come by themselves.' );
			return;
		}
		$ended = array_filter( $chosen, fn( $id ) => ( 'pending' !== state( $id )['status'] ) );
		\WP_CLI::success( count( $ended ) . ' ended.' );
	}

	/**
	 * How briefings stand.
	 *
	 * ## OPTIONS
	 *
	 * [<id>...]
	 * : Articles; without any, those that the settings' types have, newest first.
	 *
	 * [--limit=<number>]
	 * : Default: 50.
	 *
	 * [--format=<format>]
	 * : table, csv or json. Default: table.
	 */
	public function status( array $ids, array $options ): void {
		$query = array( 'post_type' => settings()['post_types'], 'post_status' => 'any', 'posts_per_page' => (int) ( $options['limit'] ?? 50 ) );
		$rows  = array_map(
			fn( $post ) => array( 'id' => $post->ID, 'title' => article_title( $post ), 'briefing' => standing( $post ), 'message' => state( $post->ID )['message'] ),
			get_posts( $ids ? array( 'post__in' => array_map( 'intval', $ids ) ) + $query : $query )
		);
		\WP_CLI\Utils\format_items( $options['format'] ?? 'table', $rows, array( 'id', 'title', 'briefing', 'message' ) );
	}
}

/** @return int[] */
function chosen_posts( array $ids, array $options ): array {
	if ( $ids ) {
		return array_values( array_filter( $ids, fn( $id ) => ( get_post( $id ) && covers( get_post( $id )->post_type ) ) ) );
	}
	$limit = (int) ( $options['limit'] ?? PHP_INT_MAX );
	$found = array();
	for ( $page = 1; count( $found ) < $limit; ++$page ) {
		$query = array(
			'post_type'      => $options['post-type'] ?? settings()['post_types'],
			'post_status'    => $options['status'] ?? 'publish',
			'posts_per_page' => 200,
			'paged'          => $page,
			'orderby'        => 'ID',
			'order'          => 'ASC',
		);
		if ( isset( $options['since'] ) ) {
			$query['date_query'] = array( array( 'after' => $options['since'], 'inclusive' => true ) );
		}
		$posts = get_posts( $query );
		if ( ! $posts ) {
			break;
		}
		foreach ( $posts as $post ) {
			$hash = meta( $post->ID, REPORT )['hash'] ?? '';
			if ( '' === $hash || is_stale( $post, $hash ) ) {
				$found[] = $post->ID;
			}
		}
	}
	return array_slice( $found, 0, $limit );
}

/**
 * Wait for jobs.
 *
 * @param array<int, string> $jobs By post.
 * @return array<int, string> Those that are not done in time.
 */
function wait_for( array $jobs, float $seconds, callable $told ): array {
	$until = microtime( true ) + $seconds;
	while ( $jobs && microtime( true ) < $until ) {
		foreach ( $jobs as $id => $job ) {
			settle( $id, $job, 5 );
			if ( 'pending' !== state( $id )['status'] ) {
				$told( $id );
				unset( $jobs[ $id ] );
			}
		}
		sleep( $jobs ? 1 : 0 );
	}
	return $jobs;
}

\WP_CLI::add_command( 'newsbrief', Command::class );
