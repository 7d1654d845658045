<?php
/** How a briefing is to be made: in which house style of the service, and in which language. Of the site, or of one article. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const CHOICE = '_newsbrief_choice';
const STYLES = 'newsbrief_styles';

/** The name by which the service is asked for no style at all. */
const NO_STYLE = 'none';

/** Languages that the service writes in, by their own names. */
const WRITTEN = array(
	'ar' => 'العربية',
	'bg' => 'Български',
	'bn' => 'বাংলা',
	'cs' => 'Čeština',
	'da' => 'Dansk',
	'de' => 'Deutsch',
	'el' => 'Ελληνικά',
	'en' => 'English',
	'es' => 'Español',
	'fa' => 'فارسی',
	'fi' => 'Suomi',
	'fr' => 'Français',
	'he' => 'עברית',
	'hi' => 'हिन्दी',
	'hu' => 'Magyar',
	'id' => 'Bahasa Indonesia',
	'it' => 'Italiano',
	'ja' => '日本語',
	'ko' => '한국어',
	'nl' => 'Nederlands',
	'no' => 'Norsk',
	'pl' => 'Polski',
	'pt' => 'Português',
	'ro' => 'Română',
	'ru' => 'Русский',
	'sv' => 'Svenska',
	'th' => 'ไทย',
	'tr' => 'Türkçe',
	'uk' => 'Українська',
	'ur' => 'اردو',
	'vi' => 'Tiếng Việt',
	'zh' => '中文',
);

add_action( SWEEP, __NAMESPACE__ . '\refresh_styles' );

/** The choice for a post, each part present; an empty part leaves it to the settings. */
function choice( int $post_id ): array {
	return array_intersect_key( meta( $post_id, CHOICE ), array( 'style' => 1, 'language' => 1 ) ) + array( 'style' => '', 'language' => '' );
}

/** Keep the choice for a post, made safe. */
function choose( int $post_id, array $sent ): void {
	keep( $post_id, CHOICE, sanitized_choice( $sent ) );
}

/** A style's name and a language's code, each empty where what was sent is none. */
function sanitized_choice( array $sent ): array {
	$style    = (string) ( $sent['style'] ?? '' );
	$language = (string) ( $sent['language'] ?? '' );
	return array(
		'style'    => preg_match( '/^[A-Za-z0-9._-]{1,64}$/', $style ) ? $style : '',
		'language' => isset( WRITTEN[ $language ] ) ? $language : '',
	);
}

/** The options that the service is sent for a post: the article's own choice, else that of the settings. */
function chosen_options( int $post_id ): array {
	$own     = choice( $post_id );
	$of_site = sanitized_choice( settings() );
	$options = array(
		'style'           => '' !== $own['style'] ? $own['style'] : $of_site['style'],
		'output_language' => '' !== $own['language'] ? $own['language'] : $of_site['language'],
	);
	return array_filter( $options, 'strlen' );
}

/**
 * Names of the service's styles, as they were when it was asked last.
 *
 * @return string[]
 */
function styles(): array {
	return array_values( array_filter( (array) get_option( STYLES, array() ), 'is_string' ) );
}

/** Ask the service for its styles: daily, and whenever an administrator looks at the settings. */
function refresh_styles(): void {
	$answer = '' === settings()['url'] ? null : ask( 'GET', '/styles' );
	$found  = is_array( $answer ) ? json_decode( $answer['body'], true ) : null;
	if ( is_array( $found['styles'] ?? null ) ) {
		$names = array_filter( $found['styles'], fn( $name ) => is_string( $name ) && '' !== sanitized_choice( array( 'style' => $name ) )['style'] );
		update_option( STYLES, array_values( $names ), false );
	}
}

/** What the panel shows of it. */
function choice_view( \WP_Post $post, array $report ): array {
	return choice( $post->ID ) + array(
		'styles'  => styles(),
		// What a new briefing would be made with is another than what this one was made with.
		'differs' => $report && ( $report['options'] ?? array() ) !== chosen_options( $post->ID ),
	);
}
