<?php
/** The block `newsbrief/briefing`: what an editor approved, escaped, with the line that says how it was made. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

add_action( 'init', __NAMESPACE__ . '\register_block' );
add_shortcode( 'newsbrief_briefing', __NAMESPACE__ . '\shortcode' );

function register_block(): void {
	wp_register_script( 'newsbrief-block', plugins_url( 'assets/block.js', FILE ), array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-hooks', 'wp-i18n', 'wp-server-side-render' ), VERSION, true );
	translate_script( 'newsbrief-block' );
	wp_register_style( 'newsbrief-block', plugins_url( 'assets/block.css', FILE ), array(), VERSION );
	register_block_type( dirname( FILE ) . '/assets/block.json', array( 'render_callback' => __NAMESPACE__ . '\render' ) );
}

/** The block's HTML; nothing where nothing is approved, or where the article no longer says what it rests on. */
function render( array $attributes, string $content = '', ?\WP_Block $block = null ): string {
	if ( is_reading() ) {
		// A reusable block with the briefing in it is read as part of the article: the briefing is not.
		return '';
	}
	$post_id = (int) ( $block->context['postId'] ?? 0 );
	$post    = get_post( $post_id ? $post_id : get_the_ID() );
	if ( ! $post || post_password_required( $post ) ) {
		return '';
	}
	$approved = meta( $post->ID, APPROVED );
	if ( ! still_stands( $post, $approved ) ) {
		return is_preview() ? notice( $approved ) : '';
	}
	$lang = $approved['language'];
	return sprintf(
		'<section %s lang="%s" dir="%s" aria-label="%s">%s<p class="newsbrief-disclosure" lang="%s" dir="%s">%s</p></section>',
		get_block_wrapper_attributes( array( 'class' => 'newsbrief' ) ),
		esc_attr( $lang ),
		in_array( $lang, RTL, true ) ? 'rtl' : 'ltr',
		esc_attr__( 'Briefing', 'newsbrief' ),
		sections_html( $approved, (array) ( $attributes['sections'] ?? array() ), ! empty( $attributes['evidence'] ) ? "newsbrief-{$post->ID}" : '' ),
		esc_attr( get_bloginfo( 'language' ) ),
		is_rtl() ? 'rtl' : 'ltr',
		esc_html( disclosure( $approved ) )
	);
}

/** The block for articles that are written without blocks: [newsbrief_briefing sections="the_story,key_points" evidence="yes"]. */
function shortcode( $given ): string {
	$given    = shortcode_atts( array( 'sections' => 'the_story,key_points', 'evidence' => '' ), $given, 'newsbrief_briefing' );
	$sections = array_values( array_filter( array_map( 'sanitize_key', explode( ',', $given['sections'] ) ) ) );
	return render_block(
		array(
			'blockName'    => 'newsbrief/briefing',
			'attrs'        => array( 'sections' => $sections, 'evidence' => 'yes' === $given['evidence'] ),
			'innerBlocks'  => array(),
			'innerHTML'    => '',
			'innerContent' => array(),
		)
	);
}

/**
 * @param string[] $wanted Names of the sections to show; all where it is empty.
 * @param string   $links  What the anchors of the evidence begin with; empty: it is not shown.
 */
function sections_html( array $approved, array $wanted, string $links ): string {
	$html   = '';
	$quotes = array();
	foreach ( headings() as $section => $heading ) {
		$texts = array_filter( array_map( 'esc_html', (array) ( $approved['briefing'][ $section ] ?? array() ) ), 'strlen' );
		if ( $texts && '' !== $links && isset( $approved['claims'] ) && ( ! $wanted || in_array( $section, $wanted, true ) ) ) {
			$texts = linked_texts( array_filter( $approved['claims'], fn( $claim ) => $claim['section'] === $section ), $links, $quotes );
		}
		if ( ! $texts || ( $wanted && ! in_array( $section, $wanted, true ) ) ) {
			continue;
		}
		if ( 'title' === $section ) {
			$html .= '<h2 class="newsbrief-title">' . implode( ' ', $texts ) . '</h2>';
			continue;
		}
		$html .= '<h3>' . esc_html( $heading ) . '</h3>';
		$html .= in_array( $section, BULLETED, true )
			? '<ul><li>' . implode( '</li><li>', $texts ) . '</li></ul>'
			: '<p>' . implode( ' ', $texts ) . '</p>';
	}
	return $html . evidence_html( $quotes, $links, $approved['source'] ?? $approved['language'] );
}

/**
 * Texts of claims as HTML, each with links to the sentences that it rests on.
 *
 * @param string[] $quotes The sentences that were linked so far, by their number; new ones are added.
 * @return string[]
 */
function linked_texts( array $claims, string $links, array &$quotes ): array {
	$texts = array();
	foreach ( $claims as $claim ) {
		$html = esc_html( $claim['text'] );
		foreach ( $claim['evidence'] as $quote ) {
			$number = array_search( $quote, $quotes, true );
			if ( false === $number ) {
				$number            = count( $quotes ) + 1;
				$quotes[ $number ] = $quote;
			}
			/* translators: %d: number of a sentence of the article. */
			$label = sprintf( __( 'Sentence %d of the evidence', 'newsbrief' ), $number );
			$html .= sprintf( '<sup><a href="#%1$s-%2$d" aria-label="%3$s">%2$d</a></sup>', esc_attr( $links ), $number, esc_attr( $label ) );
		}
		$texts[] = $html;
	}
	return $texts;
}

/** The sentences of the article that the linked claims rest on; each leads to its place in the article. */
function evidence_html( array $quotes, string $links, string $language ): string {
	$items = '';
	foreach ( $quotes as $number => $quote ) {
		// A text fragment: browsers that know it show the sentence, others stay where they are.
		$items .= sprintf( '<li id="%s-%d"><a href="#:~:text=%s">%s</a></li>', esc_attr( $links ), $number, esc_attr( fragment( $quote ) ), esc_html( $quote ) );
	}
	return '' === $items ? '' : '<details class="newsbrief-evidence" open><summary>' . esc_html__( 'Where the article says so', 'newsbrief' ) . '</summary><ol lang="' . esc_attr( $language ) . '" dir="' . ( in_array( $language, RTL, true ) ? 'rtl' : 'ltr' ) . '">' . $items . '</ol></details>';
}

/** A sentence as a text fragment: its beginning and its end where it is long. */
function fragment( string $quote ): string {
	$words = explode( ' ', $quote );
	$parts = count( $words ) > 12 ? array( array_slice( $words, 0, 5 ), array_slice( $words, -5 ) ) : array( $words );
	// A hyphen has a meaning of its own there.
	return implode( ',', array_map( fn( $part ) => str_replace( '-', '%2D', rawurlencode( implode( ' ', $part ) ) ), $parts ) );
}

/** Whether the block is drawn in the editor, and not as part of a post's content that a program asks for. */
function is_preview(): bool {
	$route = (string) ( $GLOBALS['wp']->query_vars['rest_route'] ?? '' );
	return 0 === strpos( $route, '/wp/v2/block-renderer/' ) && current_user_can( 'edit_posts' );
}

function notice( array $approved ): string {
	$text = $approved
		? __( 'The article has changed where its briefing rests on it, so readers do not see the briefing: approve one again in the panel “Briefing”.', 'newsbrief' )
		: __( 'Readers see the briefing here once somebody has approved it in the panel “Briefing”.', 'newsbrief' );
	return '<p class="newsbrief-waiting">' . esc_html( $text ) . '</p>';
}
