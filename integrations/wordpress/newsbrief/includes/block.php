<?php
/** The block `newsbrief/briefing`: what an editor approved, escaped, with the line that says how it was made. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

add_action( 'init', __NAMESPACE__ . '\register_block' );

function register_block(): void {
	wp_register_script( 'newsbrief-block', plugins_url( 'assets/block.js', FILE ), array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-hooks', 'wp-i18n', 'wp-server-side-render' ), VERSION, true );
	wp_set_script_translations( 'newsbrief-block', 'newsbrief' );
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
		sections_html( $approved['briefing'], (array) ( $attributes['sections'] ?? array() ) ),
		esc_attr( get_bloginfo( 'language' ) ),
		is_rtl() ? 'rtl' : 'ltr',
		esc_html( disclosure( $approved ) )
	);
}

/** @param string[] $wanted Names of the sections to show; all where it is empty. */
function sections_html( array $briefing, array $wanted ): string {
	$html = '';
	foreach ( headings() as $section => $heading ) {
		$texts = array_filter( (array) ( $briefing[ $section ] ?? array() ), 'strlen' );
		if ( ! $texts || ( $wanted && ! in_array( $section, $wanted, true ) ) ) {
			continue;
		}
		if ( 'title' === $section ) {
			$html .= '<h2 class="newsbrief-title">' . esc_html( $briefing['title'] ) . '</h2>';
			continue;
		}
		$html .= '<h3>' . esc_html( $heading ) . '</h3>';
		$html .= in_array( $section, BULLETED, true )
			? '<ul><li>' . implode( '</li><li>', array_map( 'esc_html', $texts ) ) . '</li></ul>'
			: '<p>' . esc_html( implode( ' ', $texts ) ) . '</p>';
	}
	return $html;
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
