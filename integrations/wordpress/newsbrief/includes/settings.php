<?php
/**
 * What an administrator sets. Constants in wp-config.php win over what is saved: NEWSBRIEF_URL, NEWSBRIEF_KEY,
 * NEWSBRIEF_WEBHOOK_SECRET.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const OPTION = 'newsbrief_settings';

/** The settings, each present. */
function settings(): array {
	$saved    = get_option( OPTION );
	$settings = array_merge( default_settings(), is_array( $saved ) ? $saved : array() );
	foreach ( array( 'url' => 'NEWSBRIEF_URL', 'key' => 'NEWSBRIEF_KEY', 'webhook_secret' => 'NEWSBRIEF_WEBHOOK_SECRET' ) as $name => $constant ) {
		if ( defined( $constant ) ) {
			$settings[ $name ] = (string) constant( $constant );
		}
	}
	return $settings;
}

/** What holds before anybody has set anything. */
function default_settings(): array {
	return array(
		'url'            => '',
		'key'            => '',
		'webhook_secret' => '',
		'style'          => '',
		'language'       => '',
		'post_types'     => array( 'post' ),
		'automatic'      => false,
		'fill_excerpt'   => false,
		'forget'         => true,
	);
}

/** Whether posts of this type are briefed. */
function covers( string $post_type ): bool {
	return in_array( $post_type, settings()['post_types'], true );
}

/**
 * What the settings form sent, made safe. A secret field left empty keeps what is saved: it is never shown, so it
 * comes back empty from every form.
 *
 * @param mixed $sent The form's fields.
 */
function sanitized_settings( $sent ): array {
	$sent  = is_array( $sent ) ? $sent : array();
	$saved = array_merge( default_settings(), (array) get_option( OPTION, array() ) );
	$made  = $saved;

	$url = esc_url_raw( trim( (string) ( $sent['url'] ?? '' ) ), array( 'http', 'https' ) );
	if ( '' === $url && '' !== trim( (string) ( $sent['url'] ?? '' ) ) ) {
		add_settings_error( OPTION, 'url', __( 'The service’s address was not saved: it starts with https:// or http://.', 'newsbrief' ) );
		$url = $saved['url'];
	}
	$made['url'] = untrailingslashit( $url );

	foreach ( array( 'key', 'webhook_secret' ) as $name ) {
		$value = trim( (string) ( $sent[ $name ] ?? '' ) );
		if ( ! empty( $sent[ "remove_$name" ] ) ) {
			$made[ $name ] = '';
		} elseif ( '' !== $value ) {
			if ( 'webhook_secret' === $name && null === secret_bytes( $value ) ) {
				add_settings_error( OPTION, $name, __( 'The webhook secret was not saved: it is whsec_ and base64, as the service has it in NEWSBRIEF_WEBHOOK_SECRET.', 'newsbrief' ) );
			} elseif ( preg_match( '/^[\x21-\x7e]+$/', $value ) ) {
				$made[ $name ] = $value;
			} else {
				add_settings_error( OPTION, $name, __( 'The key was not saved: it holds characters that no key has.', 'newsbrief' ) );
			}
		}
	}
	$made               = sanitized_choice( $sent ) + $made;
	$made['post_types'] = array_values( array_intersect( array_map( 'sanitize_key', (array) ( $sent['post_types'] ?? array() ) ), array_keys( briefable_types() ) ) );
	foreach ( array( 'automatic', 'fill_excerpt', 'forget' ) as $name ) {
		$made[ $name ] = ! empty( $sent[ $name ] );
	}
	return $made;
}

/** Post types that an administrator may choose: those that people read and edit as articles. */
function briefable_types(): array {
	$types = get_post_types( array( 'public' => true, 'show_in_rest' => true ), 'objects' );
	unset( $types['attachment'] );
	return $types;
}

/** The bytes of a Standard Webhooks secret; null where it is none. */
function secret_bytes( string $secret ): ?string {
	if ( 0 !== strpos( $secret, 'whsec_' ) ) {
		return null;
	}
	// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- the standard writes secrets in base64.
	$bytes = base64_decode( substr( $secret, 6 ), true );
	return false !== $bytes && strlen( $bytes ) >= 24 && strlen( $bytes ) <= 64 ? $bytes : null;
}
