<?php
/** What the service's check of a briefing says of each of its claims. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

/**
 * The parts of a checked briefing that each claim consists of; none where they leave out a word of it.
 *
 * The service splits paragraphs by itself: a claim may be several parts, and a part may reach into the next claim.
 *
 * @param array[] $claims In the order of the briefing, as it was sent.
 * @param array[] $found  The claims that the service found in it.
 * @return array<int, array[]> By the claim's place.
 */
function parts_of( array $claims, array $found ): array {
	$parts = array_fill( 0, count( $claims ), array() );
	$found = array_map( __NAMESPACE__ . '\kept_claim', $found );
	foreach ( array_keys( headings() ) as $section ) {
		$own  = array_filter( $claims, fn( $claim ) => $claim['section'] === $section );
		$left = implode( ' ', array_column( $own, 'text' ) );
		$runs = array();
		$end  = 0;
		foreach ( $found as $part ) {
			$from = $part['section'] === $section && '' !== $part['text'] ? strpos( $left, $part['text'], $end ) : false;
			if ( false !== $from ) {
				$end    = $from + strlen( $part['text'] );
				$left   = substr_replace( $left, str_repeat( ' ', $end - $from ), $from, $end - $from );
				$runs[] = array( 'part' => $part, 'from' => $from, 'to' => $end );
			}
		}
		$from = 0;
		foreach ( $own as $place => $claim ) {
			$to = $from + strlen( $claim['text'] );
			if ( '' === trim( substr( $left, $from, $to - $from ) ) ) {
				$parts[ $place ] = array_column( array_filter( $runs, fn( $run ) => $run['from'] < $to && $run['to'] > $from ), 'part' );
			}
			$from = $to + 1;
		}
	}
	return $parts;
}

/**
 * What the service says of a claim: of its parts the worst verdict, and all evidence.
 *
 * @param array[] $parts
 */
function said_of( array $parts ): array {
	if ( ! $parts ) {
		return array( 'verdict' => 'unchecked', 'evidence' => array(), 'failed' => array() );
	}
	$verdicts = array_column( $parts, 'verdict' );
	return array(
		'verdict'  => current( array_intersect( array( 'contradicted', 'unsupported', 'unattributed', 'unverified', 'inference', 'supported' ), $verdicts ) ) ?: 'unchecked',
		'evidence' => array_values( array_unique( array_merge( ...array_column( $parts, 'evidence' ) ) ) ),
		'failed'   => array_values( array_unique( array_merge( ...array_column( $parts, 'failed' ) ) ) ),
	);
}
