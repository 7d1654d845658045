<?php
/** Words for people: one plain sentence for whatever can happen. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

/** What an editor reads of an error of the service. The article itself is safe in every case. */
function sentence( \WP_Error $error ): string {
	$detail = plain_line( $error->get_error_message() );
	switch ( $error->get_error_code() ) {
		case 'not-set-up':
			return __( 'Newsbrief is not set up yet: an administrator enters the service’s address under Settings → Newsbrief.', 'newsbrief' );
		case 'unreachable':
			return __( 'The briefing service cannot be reached just now. Your article is safe.', 'newsbrief' );
		case 'unauthenticated':
			return __( 'The briefing service did not accept this site’s key: an administrator can check it under Settings → Newsbrief.', 'newsbrief' );
		case 'token-budget-spent':
			return __( 'The briefing service’s budget for today is spent.', 'newsbrief' );
		case 'too-many-requests':
		case 'busy':
			return __( 'The briefing service is busy just now.', 'newsbrief' );
		case 'article-too-short':
			return __( 'This article is too short for a briefing: it needs at least 20 words.', 'newsbrief' );
		case 'no-article-found':
			return __( 'There is no text to brief in this article yet.', 'newsbrief' );
		case 'body-too-large':
			return __( 'This article is too long for the briefing service.', 'newsbrief' );
		case 'not-found':
			return __( 'The briefing service no longer knows this article. Ask for a new briefing.', 'newsbrief' );
		case 'job-cancelled':
			return __( 'The briefing was given up at the service. Ask for a new one.', 'newsbrief' );
		case 'unknown-style':
			return __( 'The briefing service no longer has this house style: choose another under “Style and language”.', 'newsbrief' );
		case 'output-language-unavailable':
			return __( 'The briefing service cannot write in this language: it takes a model and a judge there. Choose the article’s own language.', 'newsbrief' );
		case 'other-article':
			return __( 'The article is no longer the one that the service briefed. Make a new briefing first.', 'newsbrief' );
		case 'version-changed':
			return __( 'Somebody has changed this briefing at the service too. Make a new briefing, or have the texts made there.', 'newsbrief' );
		case 'edit-refused':
			return __( 'The service does not take a text that was edited here: check the briefing again, or say why that text is kept.', 'newsbrief' );
		case 'unexpected':
			return __( 'What answers at the briefing service’s address is no such service: an administrator can check it under Settings → Newsbrief.', 'newsbrief' );
		case 'overdue':
			return __( 'The briefing service did not finish this briefing within a day. Ask for a new one.', 'newsbrief' );
	}
	/* translators: %s: what the service said. */
	return '' === $detail ? __( 'The briefing service could not make a briefing.', 'newsbrief' ) : sprintf( __( 'The briefing service could not make a briefing: %s', 'newsbrief' ), $detail );
}

/** A verdict in words. */
function verdict_words( string $verdict ): string {
	$words = array(
		'supported'    => __( 'The article carries this.', 'newsbrief' ),
		'inference'    => __( 'A judgement that follows from the article.', 'newsbrief' ),
		'unverified'   => __( 'Not checked: nothing could tell whether the article carries this.', 'newsbrief' ),
		'unattributed' => __( 'The article only says that somebody says so.', 'newsbrief' ),
		'unsupported'  => __( 'The article does not carry this.', 'newsbrief' ),
		'contradicted' => __( 'The article says otherwise.', 'newsbrief' ),
		'outdated'     => __( 'The article has changed where it said this: check it again.', 'newsbrief' ),
		'unchecked'    => __( 'Written by hand and not checked: the service could not be asked.', 'newsbrief' ),
	);
	return $words[ $verdict ] ?? $words['unchecked'];
}

/** The verdict of a claim in words. A section for which nothing was taken says so, and rests on no sentence; a title may rest on the headline. */
function claim_words( array $claim ): string {
	return 'supported' === $claim['verdict'] && 'title' !== $claim['section'] && ! $claim['evidence']
		? __( 'It speaks of the briefing, and rests on no sentence of the article.', 'newsbrief' )
		: verdict_words( $claim['verdict'] );
}

/** What was done with a claim before it came here; empty where nothing was. */
function action_words( string $action ): string {
	$words = array(
		'repaired' => __( 'It failed, was corrected, and was judged again.', 'newsbrief' ),
		'replaced' => __( 'It could not be verified and was replaced by the article’s own words.', 'newsbrief' ),
	);
	return $words[ $action ] ?? '';
}

/** Headings of the sections, in their order. */
function headings(): array {
	return array(
		'title'             => __( 'Title', 'newsbrief' ),
		'the_story'         => __( 'The Story', 'newsbrief' ),
		'key_points'        => __( 'Key Points', 'newsbrief' ),
		'critical_analysis' => __( 'Critical Analysis', 'newsbrief' ),
		'key_takeaways'     => __( 'Key Takeaways', 'newsbrief' ),
		'impact_analysis'   => __( 'Impact Analysis', 'newsbrief' ),
	);
}

/** The line under a published briefing: machine-made, and who answers for it. */
function disclosure( array $approved ): string {
	$made = empty( $approved['edited'] )
		/* translators: 1: name of the editor, 2: date. */
		? __( 'Summary made by software from this article, reviewed by %1$s on %2$s.', 'newsbrief' )
		/* translators: 1: name of the editor, 2: date. */
		: __( 'Summary made by software from this article, edited and reviewed by %1$s on %2$s.', 'newsbrief' );
	$line = implode( ' ', array_merge( array( sprintf( $made, $approved['by'], wp_date( get_option( 'date_format' ), (int) $approved['at'] ) ) ), cautions( $approved ) ) );
	/**
	 * Filters the disclosure under a briefing.
	 *
	 * @param string $line     Plain text; it is escaped afterwards.
	 * @param array  $approved The approved briefing.
	 */
	return (string) apply_filters( 'newsbrief_disclosure', $line, $approved );
}

/**
 * What readers are told of texts that did not pass their check, or had none. Of those that passed nothing is said: an
 * article's own words, and what a judge carried, are two things.
 *
 * @return string[]
 */
function cautions( array $approved ): array {
	$verdicts = array_column( $approved['claims'] ?? array(), 'verdict' );
	$failed   = count( array_intersect( $verdicts, array( 'unsupported', 'contradicted', 'unattributed' ) ) );
	$open     = count( array_intersect( $verdicts, array( 'unverified', 'unchecked', 'outdated' ) ) );
	$said     = array();
	if ( $failed ) {
		/* translators: %d: how many statements. */
		$said[] = sprintf( _n( 'The editor answers for %d statement that the check did not find in the article.', 'The editor answers for %d statements that the check did not find in the article.', $failed, 'newsbrief' ), $failed );
	}
	if ( $open ) {
		/* translators: %d: how many statements. */
		$said[] = sprintf( _n( 'Not checked against the article: %d statement.', 'Not checked against the article: %d statements.', $open, 'newsbrief' ), $open );
	}
	return $said;
}
