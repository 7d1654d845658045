<?php
/**
 * Rules that the plug-in directory checks, over the tokens of PHP files: prints a list of findings as JSON.
 * Stands in for Plugin Check, which only its own registry has: escaping, nonces and sanitation of what a request holds,
 * guards against direct access, prefixes, translatable texts, database queries, forbidden functions.
 */

const TRANSLATING = array( '__', '_e', '_x', '_ex', '_n', '_nx', 'esc_html__', 'esc_html_e', 'esc_html_x', 'esc_attr__', 'esc_attr_e', 'esc_attr_x' );
const SAFE_IN_ECHO = array( 'esc_html', 'esc_attr', 'esc_url', 'esc_textarea', 'esc_js', 'wp_kses', 'wp_kses_post', 'esc_html__', 'esc_attr__', 'checked', 'disabled', 'selected', 'wp_json_encode', 'count', 'absint', 'sprintf', 'printf', 'int' );
const FORBIDDEN = array( 'eval', 'create_function', 'exec', 'shell_exec', 'system', 'passthru', 'popen', 'proc_open', 'curl_init', 'curl_exec', 'file_get_contents', 'file_put_contents', 'fopen', 'fsockopen', 'extract', 'unserialize', 'var_dump', 'print_r', 'error_log', 'base64_decode', 'base64_encode', 'move_uploaded_file', 'ini_set', 'set_time_limit', 'query_posts', 'rand', 'mt_rand', 'date_default_timezone_set', 'parse_url', 'strip_tags', 'json_encode' );
const HOOKING = array( 'do_action', 'apply_filters', 'register_setting', 'add_option', 'update_option', 'get_option', 'delete_option', 'wp_register_script', 'wp_enqueue_script', 'wp_register_style', 'wp_enqueue_style', 'register_block_type', 'add_shortcode', 'wp_schedule_event', 'register_rest_route' );

$found = array();
foreach ( array_slice( $argv, 1 ) as $file ) {
	$source = file_get_contents( $file );
	$tokens = array_values( array_filter( token_get_all( $source ), fn( $t ) => ! is_array( $t ) || T_WHITESPACE !== $t[0] ) );
	$line   = 1;
	$say    = function ( string $rule, string $what ) use ( &$found, $file, &$line ) {
		$found[] = array( 'file' => basename( $file ), 'line' => $line, 'rule' => $rule, 'what' => $what );
	};
	if ( ! preg_match( "/^defined\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \) \|\| exit;/m", $source ) ) {
		$say( 'direct-access', 'no guard' );
	}
	if ( ! preg_match( '/^namespace Newsbrief;/m', $source ) ) {
		preg_match_all( '/^(?:function|const|class)\s+(\w+)|^\$(\w+)\s*=|foreach \(.*? as \$(\w+) \)/m', $source, $names );
		foreach ( array_filter( array_merge( ...array_slice( $names, 1 ) ) ) as $name ) {
			if ( 0 !== stripos( $name, 'newsbrief' ) && ! preg_match( '/^\t.*as \$' . $name . '\b/m', $source ) ) {
				$say( 'prefix', $name );
			}
		}
	}
	$ignored = array();
	foreach ( explode( "\n", $source ) as $number => $text ) {
		if ( preg_match( '#// phpcs:ignore (\S+) -- \S+#', $text ) ) {
			$ignored[ $number + 2 ] = true;
		}
	}
	foreach ( $tokens as $at => $token ) {
		$line = is_array( $token ) ? $token[2] : $line;
		$text = is_array( $token ) ? $token[1] : $token;
		$kind = is_array( $token ) ? $token[0] : null;
		if ( T_OPEN_TAG_WITH_ECHO === $kind || ( T_OPEN_TAG === $kind && '<?php' !== trim( $text ) ) || T_CLOSE_TAG === $kind || T_INLINE_HTML === $kind ) {
			$say( 'tags', trim( $text ) );
		}
		if ( T_EVAL === $kind || '`' === $text ) {
			$say( 'forbidden', $text );
		}
		if ( T_VARIABLE === $kind && in_array( $text, array( '$_GET', '$_POST', '$_REQUEST', '$_COOKIE', '$_FILES', '$_SERVER' ), true ) ) {
			$before = implode( ' ', array_map( fn( $t ) => is_array( $t ) ? $t[1] : $t, array_slice( $tokens, max( 0, $at - 4 ), 4 ) ) );
			if ( ! preg_match( '/(isset|absint|sanitize_\w+|wp_verify_nonce) \( $|(isset|absint|sanitize_\w+) \($/', $before ) || empty( $ignored[ $line ] ) && ! preg_match( '/check_admin_referer|wp_verify_nonce|check_ajax_referer/', $source ) ) {
				$say( 'nonce', $text );
			}
		}
		$called = T_STRING === $kind && '(' === ( $tokens[ $at + 1 ] ?? '' ) && ! in_array( is_array( $tokens[ $at - 1 ] ?? '' ) ? $tokens[ $at - 1 ][0] : 0, array( T_FUNCTION, T_OBJECT_OPERATOR, T_DOUBLE_COLON, T_NEW ), true );
		if ( $called && in_array( $text, FORBIDDEN, true ) && empty( $ignored[ $line ] ) ) {
			$say( 'forbidden', $text );
		}
		if ( $called && in_array( $text, TRANSLATING, true ) ) {
			$arguments = arguments( $tokens, $at + 1 );
			$texts     = 0 === strpos( $text, '_n' ) ? 2 : 1;
			foreach ( array_slice( $arguments, 0, $texts ) as $argument ) {
				if ( 1 !== count( $argument ) || T_CONSTANT_ENCAPSED_STRING !== ( $argument[0][0] ?? null ) ) {
					$say( 'text', 'a translated text is no literal' );
				} elseif ( preg_match( '/%(\d\$)?[ds]/', $argument[0][1] ) && ! preg_match( '#/\* translators: #', implode( "\n", array_slice( explode( "\n", $source ), max( 0, $line - 4 ), 4 ) ) ) ) {
					$say( 'text', 'no comment for translators' );
				}
			}
			if ( "'newsbrief'" !== ( end( $arguments )[0][1] ?? '' ) ) {
				$say( 'text-domain', $text );
			}
		}
		if ( T_ECHO === $kind || T_PRINT === $kind || ( $called && 'printf' === $text ) ) {
			$expression = 'printf' === $text ? array_merge( ...array_map( fn( $a ) => array_merge( $a, array( ',' ) ), arguments( $tokens, $at + 1 ) ) ) : until_semicolon( $tokens, $at + 1 );
			foreach ( unescaped( $expression ) as $what ) {
				$say( 'escape', $what );
			}
		}
		if ( T_OBJECT_OPERATOR === $kind && '$wpdb' === ( $tokens[ $at - 1 ][1] ?? '' ) && in_array( $tokens[ $at + 1 ][1] ?? '', array( 'query', 'get_var', 'get_row', 'get_col', 'get_results' ), true ) && 'prepare' !== ( $tokens[ $at + 5 ][1] ?? '' ) ) {
			$say( 'prepare', $tokens[ $at + 1 ][1] );
		}
		if ( $called && in_array( $text, HOOKING, true ) ) {
			$first = arguments( $tokens, $at + 1 )[0] ?? array();
			$name  = 1 === count( $first ) && T_CONSTANT_ENCAPSED_STRING === $first[0][0] ? trim( $first[0][1], "'\"" ) : '';
			if ( '' !== $name && 0 !== strpos( $name, 'newsbrief' ) && ! in_array( $name, array( 'time_format', 'date_format' ), true ) ) {
				$say( 'prefix', $name );
			}
		}
	}
}
echo json_encode( $found );

/** The arguments of a call, each a list of tokens; `$open` is where its bracket stands. */
function arguments( array $tokens, int $open ): array {
	$arguments = array( array() );
	$depth     = 0;
	for ( $at = $open; isset( $tokens[ $at ] ); ++$at ) {
		$text = is_array( $tokens[ $at ] ) ? $tokens[ $at ][1] : $tokens[ $at ];
		$depth += in_array( $text, array( '(', '[', '{' ), true ) ? 1 : ( in_array( $text, array( ')', ']', '}' ), true ) ? -1 : 0 );
		if ( 0 === $depth ) {
			break;
		}
		if ( ',' === $text && 1 === $depth ) {
			$arguments[] = array();
		} elseif ( $at > $open && ! ( is_array( $tokens[ $at ] ) && T_COMMENT === $tokens[ $at ][0] ) ) {
			$arguments[ count( $arguments ) - 1 ][] = $tokens[ $at ];
		}
	}
	return array_values( array_filter( $arguments ) );
}

function until_semicolon( array $tokens, int $at ): array {
	$expression = array();
	for ( ; isset( $tokens[ $at ] ) && ';' !== $tokens[ $at ]; ++$at ) {
		$expression[] = $tokens[ $at ];
	}
	return $expression;
}

/** Variables and calls of an output that no escaping function stands around. */
function unescaped( array $tokens ): array {
	$found = array();
	$safe  = 0;
	$depth = 0;
	foreach ( $tokens as $at => $token ) {
		$text = is_array( $token ) ? $token[1] : $token;
		if ( '(' === $text ) {
			++$depth;
			$name = $tokens[ $at - 1 ][1] ?? '';
			if ( ! $safe && in_array( $name, SAFE_IN_ECHO, true ) && ! in_array( $name, array( 'sprintf', 'printf' ), true ) ) {
				$safe = $depth;
			}
		} elseif ( ')' === $text ) {
			$safe = $safe === $depth ? 0 : $safe;
			--$depth;
		} elseif ( ! $safe && is_array( $token ) && T_VARIABLE === $token[0] && T_INT_CAST !== ( $tokens[ $at - 1 ][0] ?? null ) && '?' !== ( condition( $tokens, $at ) ) ) {
			$found[] = $text;
		} elseif ( ! $safe && is_array( $token ) && T_STRING === $token[0] && '(' === ( $tokens[ $at + 1 ] ?? '' ) && ! in_array( $text, SAFE_IN_ECHO, true ) ) {
			$found[] = $text;
		}
	}
	return $found;
}

/** `?` where a variable is only what a choice between literals hangs on. */
function condition( array $tokens, int $at ): string {
	return '?' === ( $tokens[ $at + 1 ] ?? '' ) && T_CONSTANT_ENCAPSED_STRING === ( $tokens[ $at + 2 ][0] ?? null ) ? '?' : '';
}
