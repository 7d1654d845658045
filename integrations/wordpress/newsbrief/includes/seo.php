<?php
/**
 * The title and the description for search engines: fields of the SEO plug-in that the site has, else the plug-in's own,
 * which it then prints itself.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

/** Constants that tell which SEO plug-in runs, with its name and the post meta of its fields. */
const SEO_PLUGINS = array(
	'WPSEO_VERSION'     => array( 'name' => 'Yoast SEO', 'seo_title' => '_yoast_wpseo_title', 'seo_description' => '_yoast_wpseo_metadesc' ),
	'RANK_MATH_VERSION' => array( 'name' => 'Rank Math', 'seo_title' => 'rank_math_title', 'seo_description' => 'rank_math_description' ),
	'SEOPRESS_VERSION'  => array( 'name' => 'SEOPress', 'seo_title' => '_seopress_titles_title', 'seo_description' => '_seopress_titles_desc' ),
	'AIOSEO_VERSION'    => array( 'name' => 'All in One SEO', 'seo_title' => '_aioseo_title', 'seo_description' => '_aioseo_description' ),
);
const OWN_SEO     = array( 'name' => '', 'seo_title' => '_newsbrief_seo_title', 'seo_description' => '_newsbrief_seo_description' );
const SEO_FIELDS  = array( 'seo_title', 'seo_description' );

add_filter( 'document_title_parts', __NAMESPACE__ . '\own_title' );
add_action( 'wp_head', __NAMESPACE__ . '\print_own_description', 1 );

/** The SEO plug-in that the site has, by name and keys; the name is empty where there is none. */
function seo(): array {
	foreach ( SEO_PLUGINS as $constant => $plugin ) {
		if ( defined( $constant ) ) {
			return $plugin;
		}
	}
	return OWN_SEO;
}

/** What stands in a field now. */
function seo_value( int $post_id, string $field ): string {
	$value = get_post_meta( $post_id, seo()[ $field ], true );
	return is_string( $value ) ? $value : '';
}

/** Write a field; an empty text clears it. */
function write_seo( int $post_id, string $field, string $text ): void {
	$key = seo()[ $field ];
	if ( '' === $text ) {
		delete_post_meta( $post_id, $key );
	} else {
		update_post_meta( $post_id, $key, wp_slash( $text ) );
	}
	if ( 'All in One SEO' === seo()['name'] && class_exists( '\AIOSEO\Plugin\Common\Models\Post' ) ) {
		// It reads a table of its own; the meta is for translations.
		$row = \AIOSEO\Plugin\Common\Models\Post::getPost( $post_id );
		$row->{ 'seo_title' === $field ? 'title' : 'description' } = '' === $text ? null : $text;
		$row->save();
	}
}

/**
 * Take a variant into a field.
 *
 * @return true|\WP_Error
 */
function take_variant( \WP_Post $post, string $field, string $kind ) {
	return alone_with(
		$post->ID,
		function () use ( $post, $field, $kind ) {
			$variant = in_array( $field, variant_kinds()[ $kind ]['fields'] ?? array(), true ) ? offered_variant( $post, $kind ) : null;
			if ( null === $variant ) {
				return changed_meanwhile();
			}
			// An SEO plug-in may print the field as it is. A tag begins with a letter: “<2%” is a figure of the claim.
			$text = plain_line( preg_replace( '#</?[a-z!][^<>]*>#i', ' ', $variant['text'] ) );
			if ( seo_value( $post->ID, $field ) === $text ) {
				// Taken already: what stood there before is still known.
				return true;
			}
			$kept   = meta( $post->ID, VARIANTS );
			$before = seo_value( $post->ID, $field );
			write_seo( $post->ID, $field, $text );
			// As it stands there now: the SEO plug-in may keep it in a form of its own.
			$kept['taken'][ $field ] = array( 'before' => $before, 'put' => seo_value( $post->ID, $field ) );
			keep( $post->ID, VARIANTS, $kept );
			return true;
		}
	);
}

/**
 * Put back what stood in a field before a variant was taken into it.
 *
 * @return true|\WP_Error
 */
function put_back( \WP_Post $post, string $field ) {
	return alone_with(
		$post->ID,
		function () use ( $post, $field ) {
			$kept  = meta( $post->ID, VARIANTS );
			$taken = $kept['taken'][ $field ] ?? null;
			if ( ! $taken || seo_value( $post->ID, $field ) !== $taken['put'] ) {
				return new \WP_Error( 'newsbrief_written_since', __( 'Somebody has written in this field since: it is left as it is.', 'newsbrief' ), array( 'status' => 409 ) );
			}
			write_seo( $post->ID, $field, $taken['before'] );
			unset( $kept['taken'][ $field ] );
			keep( $post->ID, VARIANTS, $kept );
			return true;
		}
	);
}

/** What stands in the fields, and whether it can be put back, for the panel. */
function seo_fields_view( \WP_Post $post, array $taken ): array {
	$fields = array();
	foreach ( SEO_FIELDS as $field ) {
		$value            = seo_value( $post->ID, $field );
		$fields[ $field ] = array( 'value' => $value, 'undoable' => isset( $taken[ $field ] ) && $taken[ $field ]['put'] === $value );
	}
	return $fields + array( 'plugin' => seo()['name'] );
}

/** The page's title where it is ours: an article's own, and no SEO plug-in writes it. */
function own_title( array $parts ): array {
	$title = own_seo_text( 'seo_title' );
	return '' === $title ? $parts : array( 'title' => $title ) + $parts;
}

function print_own_description(): void {
	$description = own_seo_text( 'seo_description' );
	if ( '' !== $description ) {
		printf( '<meta name="description" content="%s">' . "\n", esc_attr( $description ) );
	}
}

/** A text for search engines of the article that is shown; empty where there is none, or where another plug-in has it. */
function own_seo_text( string $field ): string {
	$post = is_singular() ? get_queried_object() : null;
	if ( ! $post instanceof \WP_Post || '' !== seo()['name'] || post_password_required( $post ) ) {
		return '';
	}
	return seo_value( $post->ID, $field );
}
