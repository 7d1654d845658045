/* Parts of the panel: short texts of a briefing, each to be copied or taken into a field; and how a briefing is to be made. */
( function ( wp ) {
	'use strict';
	const { createElement: el, useState } = wp.element;
	const { Button, CheckboxControl, SelectControl } = wp.components;
	const { useCopyToClipboard } = wp.compose;
	const { __, sprintf } = wp.i18n;
	const { kinds, languages } = window.newsbriefPanel;
	const AT_FIRST = [ 'headline_medium', 'seo_title', 'seo_description', 'push', 'social_short' ];
	const FIELDS = {
		title: { take: __( 'Use as title', 'newsbrief' ), taken: __( 'It is the title now.', 'newsbrief' ) },
		excerpt: { take: __( 'Use as excerpt', 'newsbrief' ), taken: __( 'It is the excerpt now.', 'newsbrief' ) },
		seo_title: { take: __( 'Use as SEO title', 'newsbrief' ), taken: __( 'It is the SEO title now.', 'newsbrief' ) },
		seo_description: { take: __( 'Use as SEO description', 'newsbrief' ), taken: __( 'It is the SEO description now.', 'newsbrief' ) },
	};

	/* The fields of SEO plug-ins as they stand open in the editor: what is saved with the article comes from them. */
	const OPEN_FIELDS = {
		'Yoast SEO': { store: 'yoast-seo/editor', seo_title: '#yoast_wpseo_title', seo_description: '#yoast_wpseo_metadesc' },
		'Rank Math': { store: 'rank-math', seo_title: '[name=rank_math_title]', seo_description: '[name=rank_math_description]' },
		SEOPress: { seo_title: '#seopress_titles_title_meta', seo_description: '#seopress_titles_desc_meta' },
	};

	/* Show a text in the open field of an SEO plug-in; false where there is none that is known. */
	function showInOpenField( plugin, field, text ) {
		const known = OPEN_FIELDS[ plugin ];
		const store = known && known.store && wp.data && wp.data.dispatch( known.store );
		const isTitle = field === 'seo_title';
		let shown = false;
		if ( store && store.updateData ) {
			store.updateData( { [ isTitle ? 'title' : 'description' ]: text } );
			shown = true;
		} else if ( store && store.updateTitle ) {
			store[ isTitle ? 'updateTitle' : 'updateDescription' ]( text );
			shown = true;
		}
		const input = known && document.querySelector( known[ field ] );
		if ( input ) {
			input.value = text;
			input.dispatchEvent( new Event( 'input', { bubbles: true } ) );
			shown = true;
		}
		return shown;
	}

	function Copy( { text } ) {
		const [ copied, setCopied ] = useState( false );
		const ref = useCopyToClipboard( text, () => setCopied( true ) );
		return el( Button, { variant: 'tertiary', ref }, copied ? __( 'Copied', 'newsbrief' ) : __( 'Copy', 'newsbrief' ) );
	}

	/* Title and excerpt are HTML to WordPress: what a text has of it is words there. */
	const asHtml = ( text ) => text.replace( /</g, '&lt;' );

	/* `fields` says of each field whether it holds a text (`holds`), how one is put there (`put`) and taken back (`undo`, null where it cannot be). */
	function Variant( { variant, view, fields, busy } ) {
		const direction = view.rtl ? 'rtl' : 'ltr';
		const source = { dir: view.source.rtl ? 'rtl' : 'ltr', lang: view.source.language };
		const usable = kinds[ variant.kind ].fields.filter( ( field ) => fields[ field ] );
		return el(
			'div',
			{ className: 'newsbrief-claim is-supported newsbrief-variant' },
			el( 'p', { className: 'newsbrief-verdict' }, el( 'strong', null, kinds[ variant.kind ].label ), ` · ${ variant.size }` ),
			el( 'p', { dir: direction, lang: view.language }, variant.text ),
			el( 'p', { className: 'newsbrief-verdict' }, variant.words ),
			variant.evidence.length > 0 && el(
				'details',
				null,
				el( 'summary', null, __( 'Where the article says so', 'newsbrief' ) ),
				variant.evidence.map( ( quote, n ) => el( 'blockquote', { key: n, ...source }, quote ) )
			),
			el(
				'div',
				{ className: 'newsbrief-actions' },
				usable.map( ( field ) => fields[ field ].holds( variant.text )
					? el( 'span', { key: field, className: 'newsbrief-taken', role: 'status' }, FIELDS[ field ].taken, ' ', fields[ field ].undo && el( Button, { variant: 'link', disabled: busy, onClick: fields[ field ].undo }, __( 'Undo', 'newsbrief' ) ) )
					: el( Button, { key: field, variant: 'secondary', disabled: busy, onClick: () => fields[ field ].put( variant ) }, FIELDS[ field ].take ) ),
				el( Copy, { text: variant.text } )
			)
		);
	}

	/* Fields of the article, which the editor saves, and those for search engines, which the site keeps at once. */
	function useFields( { view, host, act } ) {
		const [ before, setBefore ] = useState( {} );
		const [ hidden, setHidden ] = useState( false );
		const fields = {};
		for ( const [ name, field ] of Object.entries( host.fields ) ) {
			fields[ name ] = {
				holds: ( text ) => field.value === asHtml( text ),
				put: ( variant ) => { setBefore( { ...before, [ name ]: field.value } ); field.set( asHtml( variant.text ) ); },
				undo: before[ name ] === undefined ? null : () => { field.set( before[ name ] ); setBefore( { ...before, [ name ]: undefined } ); },
			};
		}
		const { plugin, ...kept } = view.variants.fields;
		const show = ( name ) => ( seen ) => {
			if ( seen && seen.variants ) {
				setHidden( ! showInOpenField( plugin, name, seen.variants.fields[ name ].value ) && plugin !== '' );
			}
		};
		for ( const [ name, field ] of Object.entries( kept ) ) {
			fields[ name ] = {
				holds: ( text ) => field.value === text,
				put: ( variant ) => act( 'PUT', { kind: variant.kind }, `/fields/${ name }` ).then( show( name ) ),
				undo: field.undoable ? () => act( 'DELETE', {}, `/fields/${ name }` ).then( show( name ) ) : null,
			};
		}
		return { fields, plugin, hidden };
	}

	/* Labels of the kinds that there are none of, by the reason. */
	function byReason( refused ) {
		const found = {};
		refused.forEach( ( { kind, reason } ) => { found[ reason ] = [ ...( found[ reason ] || [] ), kinds[ kind ].label ]; } );
		return Object.entries( found );
	}

	function Variants( { view, busy, act, host } ) {
		const [ wanted, setWanted ] = useState( AT_FIRST );
		const { fields, plugin, hidden } = useFields( { view, host, act } );
		const { offered, refused, outdated } = view.variants;
		const canMake = view.variants.can_make && ! host.unsaved;
		const toggle = ( kind, on ) => setWanted( Object.keys( kinds ).filter( ( name ) => ( name === kind ? on : wanted.includes( name ) ) ) );
		return el(
			'details',
			{ className: 'newsbrief-variants' },
			el( 'summary', null, __( 'Headlines, posts and more', 'newsbrief' ) ),
			outdated && el( 'p', null, __( 'The briefing or the article has changed since they were made: have them made again.', 'newsbrief' ) ),
			offered.map( ( variant ) => el( Variant, { key: variant.kind + variant.text, variant, view, fields, busy } ) ),
			hidden && el( 'p', { role: 'status' }, sprintf( /* translators: %s: name of a plug-in. */ __( 'It is saved. Load this page anew before you change the fields of %s, which still show what was there.', 'newsbrief' ), plugin ) ),
			byReason( refused ).map( ( [ reason, labels ] ) => el( 'p', { key: reason, className: 'newsbrief-verdict' }, sprintf( /* translators: 1: kinds of texts, 2: a reason. */ __( '%1$s: there is none. %2$s', 'newsbrief' ), labels.join( ', ' ), reason ) ) ),
			el(
				'fieldset',
				{ className: 'newsbrief-kinds' },
				el( 'legend', null, __( 'Made of what passed its check, and checked themselves', 'newsbrief' ) ),
				Object.entries( kinds ).map( ( [ kind, { label } ] ) => el( CheckboxControl, { key: kind, label, checked: wanted.includes( kind ), onChange: ( on ) => toggle( kind, on ), __nextHasNoMarginBottom: true } ) )
			),
			! canMake && el( 'p', null, host.unsaved ? __( 'Save the article first.', 'newsbrief' ) : __( 'The article is no longer the one that the service briefed. Make a new briefing first.', 'newsbrief' ) ),
			el( Button, { variant: 'secondary', isBusy: busy, disabled: busy || ! canMake || ! wanted.length, onClick: () => act( 'POST', { kinds: wanted, version: view.version }, '/variants' ) }, __( 'Make these', 'newsbrief' ) )
		);
	}

	/* In which style and language the next briefing of this article is made. */
	function Choice( { view, busy, act } ) {
		const { style, language, styles } = view.choice;
		const choose = ( changes ) => act( 'POST', { style, language, ...changes }, '/choice' );
		const known = style && style !== 'none' && ! styles.includes( style ) ? [ ...styles, style ] : styles;
		const select = ( label, value, options, onChange ) => el( SelectControl, { label, value, options, onChange, disabled: busy, __nextHasNoMarginBottom: true, __next40pxDefaultSize: true } );
		return el(
			'details',
			{ className: 'newsbrief-choice' },
			el( 'summary', null, __( 'Style and language', 'newsbrief' ) ),
			( known.length > 0 || style !== '' ) && select(
				__( 'House style', 'newsbrief' ),
				style,
				[ { value: '', label: __( 'as the site is set', 'newsbrief' ) }, { value: 'none', label: __( 'none', 'newsbrief' ) }, ...known.map( ( name ) => ( { value: name, label: name } ) ) ],
				( value ) => choose( { style: value } )
			),
			select(
				__( 'Language of the briefing', 'newsbrief' ),
				language,
				[ { value: '', label: __( 'as the site is set', 'newsbrief' ) }, ...Object.entries( languages ).map( ( [ value, label ] ) => ( { value, label } ) ) ],
				( value ) => choose( { language: value } )
			),
			el( 'p', { className: 'newsbrief-verdict' }, __( 'For the next briefing that is made of this article.', 'newsbrief' ) )
		);
	}

	window.newsbriefParts = { Variants, Choice };
} )( window.wp );
