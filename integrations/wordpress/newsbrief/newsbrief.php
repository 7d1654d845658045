<?php
/**
 * Plugin Name:       Newsbrief
 * Description:       Briefings of articles by a Newsbrief service, every claim traced to the sentences it rests on. A briefing is a draft until an editor approves it; nothing is ever published by itself.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           Apache-2.0
 * Text Domain:       newsbrief
 *
 * One file a noun, as in the service: an article (what is sent), the service (where to), a briefing (what is kept),
 * making (how one comes of the other), and at the edges routes, webhook, panel, block, list, command line.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

foreach ( array( 'settings', 'lock', 'article', 'service', 'messages', 'briefing', 'making', 'editing', 'telling', 'routes', 'webhook', 'block', 'panel', 'post-list', 'deletion' ) as $newsbrief_file ) {
	require_once __DIR__ . "/includes/$newsbrief_file.php";
}
if ( is_admin() ) {
	require_once __DIR__ . '/includes/settings-page.php';
}
if ( defined( 'WP_CLI' ) && WP_CLI ) {
	require_once __DIR__ . '/includes/command.php';
}
register_deactivation_hook( __FILE__, __NAMESPACE__ . '\deactivate' );
