<?php
/** A post as an article: the text that readers see, and nothing else of the page. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

/** Blocks that are no part of an article's text: media, other posts, forms, and our own summary of it. */
const NOT_TEXT = array(
	'newsbrief/briefing', 'core/embed', 'core/image', 'core/gallery', 'core/video', 'core/audio', 'core/file', 'core/button', 'core/buttons',
	'core/social-links', 'core/latest-posts', 'core/latest-comments', 'core/rss', 'core/archives', 'core/categories', 'core/tag-cloud',
	'core/search', 'core/navigation', 'core/query', 'core/post-excerpt', 'core/post-content', 'core/comments', 'core/loginout', 'core/calendar',
	'core/page-list', 'core/more', 'core/nextpage', 'core/code',
);

/** Shortcodes whose content is no text of the article either; of others the brackets alone are taken out. */
const NOT_TEXT_SHORTCODES = 'caption|wp_caption|gallery|playlist|audio|video|embed';

/** Digits and signs as they are written above the line and, in fractions, below it. */
const RAISED  = array( '0' => '⁰', '1' => '¹', '2' => '²', '3' => '³', '4' => '⁴', '5' => '⁵', '6' => '⁶', '7' => '⁷', '8' => '⁸', '9' => '⁹', '+' => '⁺', '-' => '⁻', '−' => '⁻' );
const LOWERED = array( '0' => '₀', '1' => '₁', '2' => '₂', '3' => '₃', '4' => '₄', '5' => '₅', '6' => '₆', '7' => '₇', '8' => '₈', '9' => '₉' );

/**
 * The article's text: paragraphs with an empty line between them. Blocks are rendered, so that reusable and dynamic
 * ones say what the reader reads; no embed is fetched and no shortcode run, since saving may not wait for either.
 */
function article_text( \WP_Post $post ): string {
	static $known = array();
	$key = $post->ID . md5( $post->post_content );
	if ( isset( $known[ $key ] ) ) {
		return $known[ $key ];
	}
	$html   = '';
	$before = is_reading();
	is_reading( true );
	try {
		foreach ( parse_blocks( $post->post_content ) as $block ) {
			$html .= block_html( $block ) . "\n\n";
		}
	} finally {
		is_reading( $before );
	}
	/**
	 * Filters the HTML from which an article's text is taken.
	 *
	 * @param string   $html What the blocks came to.
	 * @param \WP_Post $post The article.
	 */
	$text  = text_of_html( (string) apply_filters( 'newsbrief_article_html', $html, $post ) );
	$known = array( $key => $text );
	return $text;
}

/** Whether an article's text is being taken from its blocks just now. */
function is_reading( ?bool $set = null ): bool {
	static $reading = false;
	$reading        = $set ?? $reading;
	return $reading;
}

/** What tells whether an article has changed: its title and its text, not its markup. */
function article_hash( \WP_Post $post ): string {
	return hash( 'sha256', article_title( $post ) . "\n" . article_text( $post ) );
}

/** The title in plain text. */
function article_title( \WP_Post $post ): string {
	return trim( html_entity_decode( wp_strip_all_tags( $post->post_title, true ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ) );
}

/** The article as `POST /summarize` and `/jobs` take it. */
function article_request( \WP_Post $post ): array {
	$article = array(
		'text'         => article_text( $post ),
		'title'        => mb_substr( article_title( $post ), 0, 2000 ),
		'source'       => mb_substr( html_entity_decode( get_bloginfo( 'name' ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ), 0, 2000 ),
		// Drafts have no date in UTC yet; their local one is that of the last save.
		'published_at' => get_gmt_from_date( $post->post_date, 'Y-m-d\TH:i:s\Z' ),
	);
	$options = chosen_options( $post->ID );
	if ( $options ) {
		$article['options'] = $options;
	}
	if ( 'publish' === $post->post_status ) {
		$article['url'] = mb_substr( (string) get_permalink( $post ), 0, 2000 );
	}
	/**
	 * Filters what is sent to the service, for instance to set `language`.
	 *
	 * @param array    $article The request.
	 * @param \WP_Post $post    The article.
	 */
	return array_filter( (array) apply_filters( 'newsbrief_article', $article, $post ), fn( $value ) => '' !== $value && null !== $value );
}

function block_html( array $block ): string {
	if ( in_array( $block['blockName'], NOT_TEXT, true ) ) {
		return '';
	}
	if ( null === $block['blockName'] || 'core/freeform' === $block['blockName'] ) {
		// Classic content, where an empty line is a paragraph.
		return wpautop( $block['innerHTML'] );
	}
	if ( ! empty( $block['innerBlocks'] ) && ! is_dynamic( $block['blockName'] ) ) {
		$html  = '';
		$inner = 0;
		foreach ( $block['innerContent'] as $piece ) {
			$html .= is_string( $piece ) ? $piece : block_html( $block['innerBlocks'][ $inner++ ] );
		}
		return $html;
	}
	return render_block( $block );
}

function is_dynamic( string $name ): bool {
	$type = \WP_Block_Type_Registry::get_instance()->get_registered( $name );
	return null !== $type && $type->is_dynamic() && 'core/' !== substr( $name, 0, 5 );
}

/** HTML without what is struck out and the marks of notes; raised numbers have characters of their own, as 24 with a note is not 241. */
function mend_lines( string $html ): string {
	$html = preg_replace( '#<(del|s|strike)\b[^>]*>.*?</\1\s*>#is', '', $html ) ?? $html;
	$html = preg_replace_callback( '#(?:<a\b[^>]*>\s*)?<sup\b.*?</sup\s*>#is', __NAMESPACE__ . '\mend_raised', $html ) ?? $html;
	return preg_replace_callback( '#(/|⁄)<sub\b[^>]*>\s*(\d+)\s*</sub\s*>#i', fn( $found ) => $found[1] . strtr( $found[2], LOWERED ), $html ) ?? $html;
}

/** A raised piece of a line, with the link that opens before it: nothing where it is the mark of a note. */
function mend_raised( array $found ): string {
	if ( preg_match( '/<sup\b[^>]*\b(?:data-fn|doc-noteref)\b|<a\b[^>]*\bhref\s*=\s*["\'][^"\']*#/i', $found[0] ) ) {
		return '';
	}
	$text = wp_strip_all_tags( $found[0] );
	return preg_match( '/^(?:[+-]|−)?\d+$/', $text ) ? strtr( $text, RAISED ) : $found[0];
}

/** Plain text of HTML, as a reader would copy it. */
function text_of_html( string $html ): string {
	$html = preg_replace_callback( '#<pre\b.*?</pre>#is', fn( $found ) => preg_replace( '/\r?\n/', '<br>', $found[0] ), $html ) ?? $html;
	$html = preg_replace( '/\s*[\r\n]\s*/', ' ', $html ) ?? $html;
	$html = preg_replace( '#\[(' . NOT_TEXT_SHORTCODES . ')\b[^\]]*\](?:(?:(?!\[/?\1\b).)*\[/\1\])?#i', "\n\n", $html ) ?? $html;
	// Of registered shortcodes alone: “[sic]” and “[the minister]” are words of the article.
	$html = preg_replace_callback( '/' . get_shortcode_regex() . '/s', fn( $found ) => ' ' . ( $found[5] ?? '' ) . ' ', $html ) ?? $html;
	$html = preg_replace( '#<!--.*?-->#', '', $html ) ?? $html;
	$html = preg_replace( '#<(script|style|noscript|template|iframe|figcaption|svg|form|object|video|audio|select)\b.*?</\1\s*>#i', "\n\n", $html ) ?? $html;
	$html = mend_lines( $html );
	$html = preg_replace( '#<br\b[^>]*>#i', "\n", $html ) ?? $html;
	// Characters that no article has stand for an item's bullet and end: an asterisk may be one of its words.
	$html = preg_replace( array( '/[\x02\x03]/', '#<li\b[^>]*>#i', '#</li\s*>#i' ), array( '', "\n\n\x02", "\x03\n\n" ), $html ) ?? $html;
	$html = preg_replace( '#</?(?:p|div|h[1-6]|ul|ol|li|blockquote|section|article|aside|figure|table|tr|td|th|dl|dt|dd|pre|hr|cite|header|footer|details|summary)\b[^>]*>#i', "\n\n", $html ) ?? $html;
	$text = html_entity_decode( wp_strip_all_tags( $html ), ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	$text = str_replace( "\u{00a0}", ' ', wp_check_invalid_utf8( $text, true ) );
	$text = preg_replace( array( '/[ \t]+/', '/ ?\n ?/', '/\x02\s*\x03/', '/\x02\s*/', '/\x03/', '/\n{3,}/' ), array( ' ', "\n", '', '* ', '', "\n\n" ), $text ) ?? $text;
	return trim( $text );
}
