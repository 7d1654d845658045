<?php
/**
 * Plugin Name:       Newsbrief
 * Description:       Briefings of articles by a Newsbrief service, every claim traced to the sentences it rests on. A briefing is a draft until an editor approves it; nothing is ever published by itself.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * Author:            The Newsbrief contributors
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       newsbrief
 * Domain Path:       /languages
 *
 * The plug-in's own files are free software under the GNU General Public License, version 2 or any later one: see
 * LICENSE. The service that it speaks to is a program of its own, under Apache-2.0.
 *
 * One file a noun, as in the service: an article (what is sent), the service (where to), a briefing (what is kept),
 * making (how one comes of the other), variants (short texts of it), and at the edges routes, webhook, panel, meta box, block, list, command line.
 */

namespace Newsbrief;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

foreach ( array( 'settings', 'lock', 'article', 'service', 'messages', 'briefing', 'deletion', 'choice', 'making', 'checking', 'editing', 'telling', 'variants', 'seo', 'routes', 'webhook', 'block', 'panel', 'meta-box', 'languages', 'post-list' ) as $newsbrief_file ) {
	require_once __DIR__ . "/includes/$newsbrief_file.php";
}
if ( is_admin() ) {
	require_once __DIR__ . '/includes/settings-page.php';
}
if ( defined( 'WP_CLI' ) && WP_CLI ) {
	require_once __DIR__ . '/includes/command.php';
}
register_deactivation_hook( __FILE__, __NAMESPACE__ . '\deactivate' );
