<?php
/**
 * Short texts of a briefing: headlines, texts for search engines, a push notification, posts. The service makes them of
 * claims that passed, and holds each against the article. What did not pass is not kept, and never offered.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const VARIANTS = '_newsbrief_variants';

/** Seconds that are waited for variants: a model may write and judge them, within the service's own deadline. */
const VARIANTS_S = 65;

add_action( 'wp_after_insert_post', __NAMESPACE__ . '\follow_headline', 10, 4 );

/** Kinds of variants, with the fields of a post that each may be taken into. */
function variant_kinds(): array {
	return array(
		'headline_short'  => array( 'label' => __( 'Headline, short', 'newsbrief' ), 'fields' => array( 'title' ) ),
		'headline_medium' => array( 'label' => __( 'Headline', 'newsbrief' ), 'fields' => array( 'title' ) ),
		'headline_long'   => array( 'label' => __( 'Headline, long', 'newsbrief' ), 'fields' => array( 'title' ) ),
		'seo_title'       => array( 'label' => __( 'SEO title', 'newsbrief' ), 'fields' => array( 'seo_title' ) ),
		'seo_description' => array( 'label' => __( 'SEO description', 'newsbrief' ), 'fields' => array( 'seo_description', 'excerpt' ) ),
		'push'            => array( 'label' => __( 'Push notification', 'newsbrief' ), 'fields' => array() ),
		'social_short'    => array( 'label' => __( 'Social post, short', 'newsbrief' ), 'fields' => array( 'excerpt' ) ),
		'social_long'     => array( 'label' => __( 'Social post, long', 'newsbrief' ), 'fields' => array() ),
		'newsletter'      => array( 'label' => __( 'Newsletter', 'newsbrief' ), 'fields' => array( 'excerpt' ) ),
		'radio'           => array( 'label' => __( 'Radio, 30 seconds', 'newsbrief' ), 'fields' => array() ),
	);
}

/**
 * Have variants made of the briefing as it stands here, and keep those that passed.
 *
 * @param string[] $kinds
 * @return true|\WP_Error
 */
function make_variants( \WP_Post $post, array $kinds, string $version ) {
	$report = meta( $post->ID, REPORT );
	if ( ! $report || $version !== version( $post->ID ) ) {
		return changed_meanwhile();
	}
	if ( ! is_of_made_article( $post, $report ) ) {
		return new \WP_Error( 'newsbrief_other_article', __( 'The article is no longer the one that the service briefed. Make a new briefing first.', 'newsbrief' ), array( 'status' => 409 ) );
	}
	// They are paid for: two tabs make them once.
	$lock = "variants-{$post->ID}";
	if ( ! take_lock( $lock, 2 * VARIANTS_S ) ) {
		return new \WP_Error( 'newsbrief_busy', __( 'They are being made just now. Try again in a moment.', 'newsbrief' ), array( 'status' => 409 ) );
	}
	try {
		$same  = $report['edited'] ? send_edits( $post, $report ) : true;
		$found = is_wp_error( $same ) ? $same : ask_for_variants( $report['briefing_id'], $kinds, article_text( $post ), $report['options']['style'] ?? '' );
	} finally {
		free_lock( $lock );
	}
	if ( is_wp_error( $found ) ) {
		return new \WP_Error( 'newsbrief_no_variants', sentence( $found ), array( 'status' => 502 ) );
	}
	return alone_with(
		$post->ID,
		function () use ( $post, $version, $found, $kinds ) {
			if ( $version !== version( $post->ID ) ) {
				return changed_meanwhile();
			}
			keep_variants( $post, $found, $kinds );
			return true;
		},
		5
	);
}

/** Whether the article is the one that the briefing was made of, and not one that it was only checked against. */
function is_of_made_article( \WP_Post $post, array $report ): bool {
	return article_hash( $post ) === ( $report['made_of'] ?? $report['hash'] );
}

/**
 * Keep what passed, in place of earlier texts of the same kinds.
 *
 * @param string[] $kinds Those that were asked for.
 */
function keep_variants( \WP_Post $post, array $found, array $kinds ): void {
	$kept     = meta( $post->ID, VARIANTS );
	$earlier  = is_current( $post, $kept ) ? $kept['offered'] : array();
	$passed   = array_filter( array_map( __NAMESPACE__ . '\kept_variant', array_filter( (array) ( $found['variants'] ?? array() ), 'is_array' ) ) );
	$refusals = array_filter( (array) ( $found['refused'] ?? array() ), fn( $one ) => is_array( $one ) && isset( variant_kinds()[ $one['kind'] ?? '' ] ) );
	$all      = array_column( $passed, null, 'kind' ) + array_diff_key( array_column( $earlier, null, 'kind' ), array_flip( $kinds ) );
	keep(
		$post->ID,
		VARIANTS,
		array(
			'version' => version( $post->ID ),
			'hash'    => article_hash( $post ),
			'offered' => array_values( array_replace( array_intersect_key( variant_kinds(), $all ), $all ) ),
			'refused' => array_map( fn( $one ) => array( 'kind' => $one['kind'], 'reason' => plain_line( (string) ( $one['reason'] ?? '' ) ) ), array_values( $refusals ) ),
			'taken'   => $kept['taken'] ?? array(),
			'titles'  => $kept['titles'] ?? array(),
		)
	);
}

/**
 * An article took a headline of its own briefing, or gave it back, and nothing else of it changed: the briefing is of
 * this article as before, as long as no claim rests on the headline that went.
 */
function follow_headline( int $post_id, \WP_Post $post, bool $update, ?\WP_Post $before ): void {
	$kept = meta( $post_id, VARIANTS );
	if ( ! $update || ! $before || ! is_current( $before, $kept ) || article_text( $post ) !== article_text( $before ) ) {
		return;
	}
	$headlines = array_filter( $kept['offered'], fn( $variant ) => in_array( 'title', variant_kinds()[ $variant['kind'] ]['fields'], true ) );
	$known     = array_merge( array_column( $headlines, 'text' ), $kept['titles'] ?? array() );
	$quotes    = array_merge( ...array_column( meta( $post_id, REPORT )['claims'] ?? array(), 'evidence' ) );
	if ( ! in_array( article_title( $post ), $known, true ) || ! says_still( $post, $quotes ) ) {
		return;
	}
	keep( $post_id, VARIANTS, array( 'titles' => array_values( array_unique( array_merge( $kept['titles'] ?? array(), array( article_title( $before ) ) ) ) ) ) + $kept );
	foreach ( array( STATE, REPORT, APPROVED, VARIANTS ) as $key ) {
		$value = array_map( fn( $part ) => article_hash( $before ) === $part ? article_hash( $post ) : $part, meta( $post_id, $key ) );
		if ( $value ) {
			keep( $post_id, $key, $value );
		}
	}
}

/** The part of a variant that an editor needs; null where a sentence of it did not pass. */
function kept_variant( array $variant ): ?array {
	$claims = array_map( __NAMESPACE__ . '\kept_claim', array_filter( (array) ( $variant['claims'] ?? array() ), 'is_array' ) );
	$text   = plain_line( (string) ( $variant['text'] ?? '' ) );
	if ( '' === $text || ! isset( variant_kinds()[ $variant['kind'] ?? '' ] ) || ! $claims || array_diff( array_column( $claims, 'verdict' ), array( 'supported' ) ) ) {
		return null;
	}
	return array(
		'kind'     => $variant['kind'],
		'text'     => $text,
		'length'   => (int) ( $variant['length'] ?? 0 ),
		'unit'     => 'words' === ( $variant['unit'] ?? '' ) ? 'words' : 'characters',
		'written'  => 'model' === ( $variant['origin'] ?? '' ),
		'evidence' => array_values( array_unique( array_merge( ...array_column( $claims, 'evidence' ) ) ) ),
	);
}

/** Whether kept variants are of the briefing and the article of now. */
function is_current( \WP_Post $post, array $kept ): bool {
	return $kept && version( $post->ID ) === $kept['version'] && article_hash( $post ) === $kept['hash'];
}

/** What the panel shows of them. Those of an earlier text are not offered. */
function variants_view( \WP_Post $post, array $report ): array {
	$kept    = meta( $post->ID, VARIANTS );
	$current = is_current( $post, $kept );
	return array(
		'can_make' => $report && is_of_made_article( $post, $report ),
		'offered'  => $current ? array_map( __NAMESPACE__ . '\worded_variant', $kept['offered'] ) : array(),
		'refused'  => $current ? $kept['refused'] : array(),
		'outdated' => ! empty( $kept['offered'] ) && ! $current,
		'fields'   => seo_fields_view( $post, $kept['taken'] ?? array() ),
	);
}

/** A variant with its length and what is known of it in words. */
function worded_variant( array $variant ): array {
	$length = 'words' === $variant['unit']
		/* translators: %d: a number. */
		? sprintf( _n( '%d word', '%d words', $variant['length'], 'newsbrief' ), $variant['length'] )
		/* translators: %d: a number. */
		: sprintf( _n( '%d character', '%d characters', $variant['length'], 'newsbrief' ), $variant['length'] );
	$words = $variant['written'] ? __( 'Written anew. The article carries every sentence of it.', 'newsbrief' ) : __( 'Words of the briefing. The article carries them.', 'newsbrief' );
	return $variant + array( 'size' => $length, 'words' => $words );
}

/** The variant of a kind, where it is offered now; null where it is not. */
function offered_variant( \WP_Post $post, string $kind ): ?array {
	$kept = meta( $post->ID, VARIANTS );
	return is_current( $post, $kept ) ? ( array_column( $kept['offered'], null, 'kind' )[ $kind ] ?? null ) : null;
}
