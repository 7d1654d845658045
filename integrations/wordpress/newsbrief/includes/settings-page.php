<?php
/** Settings → Newsbrief. */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

add_action( 'admin_menu', fn() => add_options_page( 'Newsbrief', 'Newsbrief', 'manage_options', 'newsbrief', __NAMESPACE__ . '\settings_page' ) );
add_action( 'admin_init', __NAMESPACE__ . '\register_settings' );
add_action( 'admin_init', __NAMESPACE__ . '\suggest_privacy_text' );
add_filter(
	'plugin_action_links_' . plugin_basename( FILE ),
	fn( $links ) => array_merge( array( '<a href="' . esc_url( admin_url( 'options-general.php?page=newsbrief' ) ) . '">' . esc_html__( 'Settings', 'newsbrief' ) . '</a>' ), $links )
);

function register_settings(): void {
	if ( false === get_option( OPTION ) ) {
		// Not loaded with every page: the key is in it.
		add_option( OPTION, default_settings(), '', 'no' );
	}
	register_setting( 'newsbrief', OPTION, array( 'type' => 'object', 'sanitize_callback' => __NAMESPACE__ . '\sanitized_settings', 'show_in_rest' => false ) );
	add_settings_section( 'service', __( 'The service', 'newsbrief' ), '__return_null', 'newsbrief' );
	add_settings_section( 'use', __( 'How it is used', 'newsbrief' ), '__return_null', 'newsbrief' );
	field( 'service', 'url', __( 'Address', 'newsbrief' ), __NAMESPACE__ . '\url_field' );
	field( 'service', 'key', __( 'Key', 'newsbrief' ), __NAMESPACE__ . '\secret_field', __( 'As made by “newsbrief key”. It is kept in the database and never shown again.', 'newsbrief' ) );
	field( 'service', 'webhook_secret', __( 'Webhook secret', 'newsbrief' ), __NAMESPACE__ . '\secret_field', __( 'The service’s NEWSBRIEF_WEBHOOK_SECRET. With it briefings come as soon as they are done; without it the site asks for them every minute.', 'newsbrief' ) );
	field( 'use', 'style', __( 'House style', 'newsbrief' ), __NAMESPACE__ . '\style_field', __( 'Styles are files of the service. An article can have another: in its panel, under “Style and language”.', 'newsbrief' ) );
	field( 'use', 'language', __( 'Language of briefings', 'newsbrief' ), __NAMESPACE__ . '\language_field', __( 'Another than the article’s takes a model and a judge at the service.', 'newsbrief' ) );
	field( 'use', 'post_types', __( 'Kinds of articles', 'newsbrief' ), __NAMESPACE__ . '\types_field' );
	field( 'use', 'automatic', __( 'When', 'newsbrief' ), __NAMESPACE__ . '\tick_field', __( 'Make a briefing whenever a draft is saved (else when an editor asks for one)', 'newsbrief' ) );
	field( 'use', 'fill_excerpt', __( 'Excerpt', 'newsbrief' ), __NAMESPACE__ . '\tick_field', __( 'When a briefing is approved, fill an empty excerpt with The Story', 'newsbrief' ) );
	field( 'use', 'forget', __( 'Deletion', 'newsbrief' ), __NAMESPACE__ . '\tick_field', __( 'When an article is deleted for good, delete what the service keeps of it too', 'newsbrief' ) );
}

/** What a site may say of it in its privacy policy; shown under Settings → Privacy, for its owner to adapt. */
function suggest_privacy_text(): void {
	$text = __( 'Articles, and the display names of those who approve briefings of them, are sent to the Newsbrief service that this site uses. With each article the site keeps the names of those who edited and approved its briefing; the line under a briefing names who reviewed it. Nothing about readers is kept or sent.', 'newsbrief' );
	wp_add_privacy_policy_content( 'Newsbrief', '<p>' . esc_html( $text ) . '</p>' );
}

function field( string $section, string $name, string $label, string $show, string $said = '' ): void {
	add_settings_field( "newsbrief-$name", $label, $show, 'newsbrief', $section, array( 'name' => $name, 'said' => $said, 'label_for' => "newsbrief-$name" ) );
}

function settings_page(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>Newsbrief</h1>';
	echo '<p>' . esc_html__( 'Briefings of your articles, every claim traced to the sentences it rests on. A briefing is a draft until somebody who may publish the article approves it.', 'newsbrief' ) . '</p>';
	if ( '' !== settings()['url'] ) {
		$trouble = connection_trouble();
		refresh_styles();
		printf( '<div class="notice inline %s"><p>%s</p></div>', $trouble ? 'notice-error' : 'notice-success', esc_html( $trouble ?? __( 'The service answers, and takes this site’s key.', 'newsbrief' ) ) );
	}
	echo '<form method="post" action="options.php">';
	settings_fields( 'newsbrief' );
	do_settings_sections( 'newsbrief' );
	submit_button();
	echo '</form></div>';
}

/** What is wrong with the way to the service, in a sentence; null where nothing is. */
function connection_trouble(): ?string {
	$answer = ask( 'GET', '/briefings?limit=1' );
	return is_wp_error( $answer ) ? sentence( $answer ) : null;
}

function url_field( array $args ): void {
	printf(
		'<input type="url" class="regular-text code" id="newsbrief-url" name="%s[url]" value="%s" placeholder="https://newsbrief.example" %s>',
		esc_attr( OPTION ),
		esc_attr( settings()['url'] ),
		disabled( defined( 'NEWSBRIEF_URL' ), true, false )
	);
	$url = wp_parse_url( settings()['url'] );
	if ( 'http' === ( $url['scheme'] ?? '' ) && ! in_array( $url['host'] ?? '', array( 'localhost', '127.0.0.1', '[::1]' ), true ) ) {
		echo '<p class="description">' . esc_html__( 'Articles and the key go there unencrypted: https:// is better.', 'newsbrief' ) . '</p>';
	}
}

function secret_field( array $args ): void {
	$name     = $args['name'];
	$constant = 'key' === $name ? 'NEWSBRIEF_KEY' : 'NEWSBRIEF_WEBHOOK_SECRET';
	$is_set   = '' !== settings()[ $name ];
	printf(
		'<input type="password" class="regular-text code" id="newsbrief-%1$s" name="%2$s[%1$s]" value="" autocomplete="new-password" spellcheck="false" placeholder="%3$s" %4$s>',
		esc_attr( $name ),
		esc_attr( OPTION ),
		esc_attr( $is_set ? __( 'set; leave empty to keep it', 'newsbrief' ) : __( 'not set', 'newsbrief' ) ),
		disabled( defined( $constant ), true, false )
	);
	if ( $is_set && ! defined( $constant ) ) {
		printf( ' <label><input type="checkbox" name="%s[remove_%s]" value="1"> %s</label>', esc_attr( OPTION ), esc_attr( $name ), esc_html__( 'remove', 'newsbrief' ) );
	}
	printf( '<p class="description">%s</p>', esc_html( $args['said'] ) );
}

function style_field( array $args ): void {
	select_field( $args, array( '' => __( 'as the service is set', 'newsbrief' ), NO_STYLE => __( 'none', 'newsbrief' ) ) + array_combine( styles(), styles() ) );
}

function language_field( array $args ): void {
	select_field( $args, array( '' => __( 'the article’s', 'newsbrief' ) ) + WRITTEN );
}

/** @param array<string, string> $options Labels by their values. */
function select_field( array $args, array $options ): void {
	$chosen = settings()[ $args['name'] ];
	// A style that is gone from the service is shown: briefings fail until another is chosen.
	$options += '' === $chosen ? array() : array( $chosen => $chosen );
	printf( '<select id="newsbrief-%1$s" name="%2$s[%1$s]">', esc_attr( $args['name'] ), esc_attr( OPTION ) );
	foreach ( $options as $value => $label ) {
		printf( '<option value="%s" %s>%s</option>', esc_attr( $value ), selected( $chosen, $value, false ), esc_html( $label ) );
	}
	printf( '</select><p class="description">%s</p>', esc_html( $args['said'] ) );
}

function types_field(): void {
	echo '<fieldset id="newsbrief-post_types">';
	foreach ( briefable_types() as $type ) {
		printf(
			'<label><input type="checkbox" name="%s[post_types][]" value="%s" %s> %s</label><br>',
			esc_attr( OPTION ),
			esc_attr( $type->name ),
			checked( covers( $type->name ), true, false ),
			esc_html( $type->labels->name )
		);
	}
	echo '</fieldset>';
}

function tick_field( array $args ): void {
	printf(
		'<label><input type="checkbox" id="newsbrief-%1$s" name="%2$s[%1$s]" value="1" %3$s> %4$s</label>',
		esc_attr( $args['name'] ),
		esc_attr( OPTION ),
		checked( settings()[ $args['name'] ], true, false ),
		esc_html( $args['said'] )
	);
}
