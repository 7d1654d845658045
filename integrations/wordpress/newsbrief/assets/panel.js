/* The panel “Briefing”, in the block editor and in the classic one. All texts go through React as text: nothing of an article is ever HTML here. */
( function ( wp ) {
	'use strict';
	const { createElement: el, useState, useEffect, useCallback, Fragment } = wp.element;
	const { Button, Notice, Spinner, TextareaControl } = wp.components;
	const { __, sprintf } = wp.i18n;
	const { Variants, Choice } = window.newsbriefParts;
	const LOOK_EVERY_MS = 2500;

	/* What the site says of this post's briefing, and a way to do something about it. */
	function useBriefing( postId ) {
		const [ view, setView ] = useState( null );
		const [ error, setError ] = useState( null );
		const [ busy, setBusy ] = useState( false );
		const path = `/newsbrief/v1/posts/${ postId }/briefing`;

		const look = useCallback(
			() => wp.apiFetch( { path } ).then( ( seen ) => { setView( seen ); return seen; } ).catch( ( failure ) => setError( failure.message ) ),
			[ path ]
		);
		useEffect( () => { look(); }, [ look ] );
		const pending = view && view.status === 'pending';
		useEffect( () => {
			if ( ! pending ) {
				return undefined;
			}
			const timer = setInterval( () => document.hidden || look(), LOOK_EVERY_MS );
			return () => clearInterval( timer );
		}, [ pending, look ] );

		const act = ( method, data = {}, below = '' ) => {
			setBusy( true );
			setError( null );
			return wp.apiFetch( { path: path + below, method, data } )
				.then( ( seen ) => {
					setView( seen );
					wp.hooks.doAction( 'newsbrief.changed' );
					return seen;
				} )
				.catch( ( failure ) => {
					setError( failure.message || __( 'The site did not answer. Nothing is lost; try again.', 'newsbrief' ) );
					if ( failure.data && failure.data.view ) {
						setView( failure.data.view );
					}
					return failure.data && failure.data.refused ? { refused: failure.data.refused } : undefined;
				} )
				.finally( () => setBusy( false ) );
		};
		return { view, error, busy, act, look };
	}

	function Claim( { claim, view, busy, save } ) {
		const [ text, setText ] = useState( null );
		const [ refused, setRefused ] = useState( null );
		const [ reason, setReason ] = useState( '' );
		const close = () => { setText( null ); setRefused( null ); setReason( '' ); };
		const keep = () => save( claim.id, text, refused ? reason : '' ).then( ( seen ) => {
			if ( seen && seen.refused ) {
				setRefused( seen.refused[ claim.id ] || null );
			} else if ( seen ) {
				close();
			}
		} );
		const direction = view.rtl ? 'rtl' : 'ltr';
		if ( text !== null ) {
			return el(
				'div',
				{ className: 'newsbrief-claim is-unchecked' },
				el( TextareaControl, { label: __( 'Text', 'newsbrief' ), help: __( 'It is checked against the article when you keep it. Empty takes it out.', 'newsbrief' ), value: text, onChange: ( words ) => { setText( words ); setRefused( null ); }, dir: direction, lang: view.language, __nextHasNoMarginBottom: true } ),
				refused && el( 'div', { role: 'status' }, [ refused.words, ...refused.failed ].map( ( why, n ) => el( 'p', { key: n, className: 'newsbrief-verdict' }, why ) ) ),
				refused && el( TextareaControl, { label: __( 'Why it is kept all the same', 'newsbrief' ), help: __( 'It stands in the history, and readers are told that the check did not find it.', 'newsbrief' ), value: reason, onChange: setReason, maxLength: 1000, className: 'newsbrief-reason', __nextHasNoMarginBottom: true } ),
				el(
					'div',
					{ className: 'newsbrief-actions' },
					el( Button, { variant: 'secondary', isBusy: busy, disabled: busy || ( refused && ! reason.trim() ), onClick: keep }, refused ? __( 'Keep it with this reason', 'newsbrief' ) : __( 'Keep', 'newsbrief' ) ),
					el( Button, { variant: 'tertiary', onClick: close }, __( 'Cancel', 'newsbrief' ) )
				)
			);
		}
		return el(
			'div',
			{ className: `newsbrief-claim is-${ claim.verdict }` },
			el( 'p', { dir: direction, lang: view.language }, claim.text ),
			el( 'p', { className: 'newsbrief-verdict' }, [ claim.words, claim.edited ? __( 'Edited by hand.', 'newsbrief' ) : claim.done ].filter( Boolean ).join( ' ' ) ),
			claim.failed.map( ( why, n ) => el( 'p', { key: n, className: 'newsbrief-verdict' }, why ) ),
			claim.reason && el( 'p', { className: 'newsbrief-verdict' }, sprintf( /* translators: 1: a name, 2: a reason. */ __( 'Kept by %1$s: %2$s', 'newsbrief' ), claim.reason_by, claim.reason ) ),
			claim.evidence.length > 0 && el(
				'details',
				null,
				el( 'summary', null, __( 'Where the article says so', 'newsbrief' ) ),
				claim.evidence.map( ( quote, n ) => el( 'blockquote', { key: n, dir: view.source.rtl ? 'rtl' : 'ltr', lang: view.source.language }, quote ) )
			),
			save && el( Button, { variant: 'link', onClick: () => setText( claim.text ) }, __( 'Edit', 'newsbrief' ) )
		);
	}

	function Claims( { view, busy, save } ) {
		return Object.entries( window.newsbriefPanel.headings ).map( ( [ section, heading ] ) => {
			const claims = view.claims.filter( ( claim ) => claim.section === section );
			return claims.length > 0 && el(
				Fragment,
				{ key: section },
				el( 'h3', null, heading ),
				claims.map( ( claim ) => el( Claim, { key: claim.id + claim.text, claim, view, busy, save } ) )
			);
		} );
	}

	function said( status, text ) {
		return el( Notice, { status, isDismissible: false, key: text }, text );
	}

	/* What there is to know before one reads the briefing, worst first. */
	function notices( view ) {
		const found = [];
		if ( view.status === 'failed' || ( view.status === 'pending' && view.message ) ) {
			const again = view.again_at ? ' ' + sprintf( /* translators: %s: time of day. */ __( 'It will be tried again at %s.', 'newsbrief' ), view.again_at ) : '';
			found.push( said( 'warning', view.message + again ) );
		}
		if ( view.stale && view.status !== 'pending' ) {
			found.push( said( 'warning', __( 'The article has changed since this briefing was made.', 'newsbrief' ) ) );
		}
		if ( view.approved && ! view.approved.on_page ) {
			found.push( said( 'warning', __( 'A sentence that the approved briefing rests on has changed: readers do not see the briefing until one is approved again.', 'newsbrief' ) ) );
		}
		if ( view.approved && ! view.approved.current && view.claims.length ) {
			found.push( said( 'info', sprintf( /* translators: %s: a name. */ __( 'Readers see an earlier briefing, approved by %s, until this one is approved.', 'newsbrief' ), view.approved.by ) ) );
		}
		if ( view.degraded ) {
			found.push( said( 'info', __( 'No model could write it, so it is made of the article’s own sentences.', 'newsbrief' ) ) );
		}
		return found.concat( view.warnings.map( ( warning ) => said( 'info', warning ) ) );
	}

	function Standing( { view } ) {
		if ( view.status === 'pending' ) {
			const by = view.asked_by ? sprintf( /* translators: %s: a name. */ __( 'asked for by %s', 'newsbrief' ), view.asked_by ) : '';
			if ( view.message ) {
				return el( 'p', null, by && `${ by.charAt( 0 ).toUpperCase() }${ by.slice( 1 ) }. `, __( 'You can go on writing, or close this page.', 'newsbrief' ) );
			}
			return el( 'p', null, el( Spinner ), view.again_at ? sprintf( /* translators: %s: time of day. */ __( 'A briefing will be made at %s', 'newsbrief' ), view.again_at ) : __( 'A briefing is being made', 'newsbrief' ), by && `, ${ by }`, '. ', __( 'You can go on writing, or close this page.', 'newsbrief' ) );
		}
		if ( view.status === 'approved' && view.review ) {
			return el( 'p', { className: 'newsbrief-standing' }, sprintf( /* translators: 1: a name, 2: date and time. */ __( 'Approved by %1$s, %2$s.', 'newsbrief' ), view.review.by, view.review.at ) );
		}
		if ( view.status === 'draft' ) {
			return el( 'p', { className: 'newsbrief-standing' }, __( 'Draft: readers do not see it until it is approved.', 'newsbrief' ) );
		}
		return null;
	}

	function Actions( { view, busy, host, act, make } ) {
		const { unsaved } = host;
		const live = host.live || ! host.savePost;
		const button = ( label, onClick, variant = 'secondary', more = {} ) => el( Button, { key: label, variant, onClick, isBusy: busy, disabled: busy || more.disabled, isDestructive: more.destructive }, label );
		const has = view.claims.length > 0;
		const failing = view.claims.filter( ( claim ) => ! [ 'supported', 'inference' ].includes( claim.verdict ) ).length;
		const send = ( reason ) => act( 'POST', { version: view.version, anyway: failing > 0, reason }, '/approval' ).then( ( seen ) => seen && seen.excerpt && host.fields.excerpt && ! host.fields.excerpt.value && host.fields.excerpt.set( seen.excerpt ) );
		/* eslint-disable no-alert */
		const approve = () => {
			const unsaid = view.claims.filter( ( claim ) => claim.lacks_reason ).length;
			if ( unsaid ) {
				const reason = window.prompt( sprintf( /* translators: %d: a number. */ __( 'Texts that the article does not carry: %d. Why are they kept?', 'newsbrief' ), unsaid ) );
				return reason && reason.trim() ? send( reason ) : null;
			}
			return failing && ! window.confirm( sprintf( /* translators: %d: a number. */ __( 'Texts that did not pass their check: %d. Approve all the same?', 'newsbrief' ), failing ) ) ? null : send( '' );
		};
		/* eslint-enable no-alert */
		const sure = ( text, then ) => () => window.confirm( text ) && then(); // eslint-disable-line no-alert
		const again = () => act( 'POST', { again: true } );
		const remake = view.edited ? sure( __( 'The new briefing replaces what was edited by hand. Make it?', 'newsbrief' ), () => make( true ) ) : () => make( true );
		return el(
			'div',
			{ className: 'newsbrief-actions' },
			// To save a published article is to publish the change: that stays the editor's own step.
			unsaved && live && view.status !== 'pending' && el( 'p', null, host.live ? __( 'A briefing is made of the article as it is saved: update the article first.', 'newsbrief' ) : __( 'A briefing is made of the article as it is saved: save the draft first.', 'newsbrief' ) ),
			! has && view.status !== 'pending' && button( unsaved && ! live ? __( 'Save and make a briefing', 'newsbrief' ) : __( 'Make a briefing', 'newsbrief' ), () => make( false ), 'primary', { disabled: unsaved && live } ),
			view.status === 'pending' && view.message && button( __( 'Try now', 'newsbrief' ), again ),
			has && view.status !== 'pending' && view.stale && button( __( 'Check it again', 'newsbrief' ), () => act( 'POST', { version: view.version }, '/check' ), 'primary', { disabled: unsaved } ),
			has && view.status !== 'pending' && ( view.status === 'draft' || view.status === 'failed' || view.stale ) && view.may_approve && button( __( 'Approve', 'newsbrief' ), approve, view.stale ? 'secondary' : 'primary', { disabled: unsaved } ),
			has && view.status !== 'pending' && ( view.stale || unsaved || view.status === 'failed' || view.choice.differs ) && button( __( 'Make a new one', 'newsbrief' ), remake, 'secondary', { disabled: unsaved && live } ),
			has && view.status !== 'pending' && button( __( 'Dismiss', 'newsbrief' ), sure( __( 'Throw this briefing away?', 'newsbrief' ), () => act( 'DELETE' ) ), 'tertiary', { destructive: true } ),
			view.approved && view.may_approve && button( __( 'Take off the page', 'newsbrief' ), sure( __( 'Readers will no longer see the briefing. Take it off?', 'newsbrief' ), () => act( 'DELETE', {}, '/approval' ) ), 'tertiary', { destructive: true } )
		);
	}

	function History( { view } ) {
		return view.history.length > 0 && el(
			'details',
			{ className: 'newsbrief-history' },
			el( 'summary', null, __( 'History', 'newsbrief' ) ),
			view.history.map( ( line, n ) => el(
				'div',
				{ key: n, className: 'newsbrief-verdict' },
				el( 'p', null, `${ line.at }, ${ line.by }: `, el( 'del', null, line.before ), ' → ', el( 'ins', null, line.after || '—' ) ),
				line.reason && el( 'p', null, `${ line.words } ${ line.reason }` )
			) )
		);
	}

	/* `host` is the editor around it: postId, status, saving, unsaved, live, savePost (null where it cannot), and its fields with `value` and `set`. */
	function Briefing( { host } ) {
		const { postId, unsaved, saving, status } = host;
		const { view, error, busy, act, look } = useBriefing( postId );
		const [ open, setOpen ] = useState( false );
		// A save may have made it stale, or have asked for one.
		useEffect( () => { if ( ! saving && status !== 'auto-draft' ) { look(); } }, [ saving, status, look ] );
		const make = ( again ) => Promise.resolve( host.savePost && ( unsaved || status === 'auto-draft' ) ? host.savePost() : null ).then( () => act( 'POST', { again } ) );
		const save = ( id, text, reason ) => act( 'PATCH', { version: view.version, claims: { [ id ]: text }, reason } );
		return el(
			Fragment,
			null,
			error && said( 'error', error ),
			! view && ! error && el( Spinner ),
			view && notices( view ),
			view && el( Standing, { view } ),
			view && view.claims.length === 0 && view.status === 'none' && el( 'p', null, __( 'A briefing of this article, every claim with the sentences it rests on. It stays a draft until it is approved.', 'newsbrief' ) ),
			view && view.status !== 'pending' && status !== 'auto-draft' && el( Choice, { view, busy, act } ),
			view && el( Actions, { view, busy: busy || saving, host, act, make } ),
			view && view.claims.length > 0 && ! view.may_approve && el( 'p', null, __( 'Whoever may publish this article approves its briefing.', 'newsbrief' ) ),
			view && el( Claims, { view, busy, save: view.status === 'pending' ? null : save } ),
			view && view.claims.length > 0 && view.status !== 'pending' && el( Variants, { view, busy: busy || saving, act, host } ),
			view && view.dropped.length > 0 && el(
				Fragment,
				null,
				el( Button, { variant: 'link', 'aria-expanded': open, onClick: () => setOpen( ! open ) }, sprintf( /* translators: %d: a number. */ __( 'Left out because it did not pass: %d', 'newsbrief' ), view.dropped.length ) ),
				open && view.dropped.map( ( claim ) => el( Claim, { key: claim.id, claim, view, busy } ) )
			),
			view && el( History, { view } )
		);
	}

	function InBlockEditor() {
		const editor = wp.data.useSelect( ( select ) => {
			const { getCurrentPostId, isEditedPostDirty, isSavingPost, isAutosavingPost, getCurrentPostAttribute, getEditedPostAttribute } = select( 'core/editor' );
			return { postId: getCurrentPostId(), unsaved: isEditedPostDirty(), saving: isSavingPost() && ! isAutosavingPost(), status: getCurrentPostAttribute( 'status' ), title: getEditedPostAttribute( 'title' ), excerpt: getEditedPostAttribute( 'excerpt' ) };
		}, [] );
		const { savePost, editPost } = wp.data.useDispatch( 'core/editor' );
		const fields = {};
		for ( const name of [ 'title', 'excerpt' ] ) {
			if ( editor[ name ] !== undefined ) {
				fields[ name ] = { value: editor[ name ], set: ( text ) => editPost( { [ name ]: text } ) };
			}
		}
		const Panel = ( wp.editor && wp.editor.PluginDocumentSettingPanel ) || wp.editPost.PluginDocumentSettingPanel;
		return el(
			Panel,
			{ name: 'newsbrief', title: __( 'Briefing', 'newsbrief' ), className: 'newsbrief-panel' },
			el( Briefing, { host: { ...editor, live: [ 'publish', 'private', 'future' ].includes( editor.status ), savePost, fields } } )
		);
	}

	/* The classic editor saves by a form, and tells nobody when its fields change: they are looked at. */
	function InClassicEditor( { post } ) {
		const [ unsaved, setUnsaved ] = useState( post.status === 'auto-draft' );
		useEffect( () => {
			const timer = setInterval( () => setUnsaved( post.status === 'auto-draft' || !! ( wp.autosave && wp.autosave.server && wp.autosave.server.postChanged() ) ), 1000 );
			return () => clearInterval( timer );
		}, [ post ] );
		const [ values, setValues ] = useState( {} );
		const fields = {};
		for ( const name of [ 'title', 'excerpt' ] ) {
			const field = document.getElementById( name );
			if ( field ) {
				const set = ( text ) => {
					field.value = text;
					field.dispatchEvent( new Event( 'input', { bubbles: true } ) );
					setValues( { ...values, [ name ]: text } );
				};
				fields[ name ] = { value: field.value, set };
			}
		}
		return el( Briefing, { host: { postId: post.id, status: post.status, saving: false, unsaved, live: [ 'publish', 'private', 'future' ].includes( post.status ), savePost: null, fields } } );
	}

	const classic = document.getElementById( 'newsbrief-meta-box' );
	if ( classic ) {
		const post = { id: Number( classic.dataset.post ), status: classic.dataset.status };
		// `render` left React in its version 19, `createRoot` is there from version 18 on.
		if ( wp.element.createRoot ) {
			wp.element.createRoot( classic ).render( el( InClassicEditor, { post } ) );
		} else {
			wp.element.render( el( InClassicEditor, { post } ), classic );
		}
	} else {
		wp.plugins.registerPlugin( 'newsbrief', { render: InBlockEditor, icon: 'yes-alt' } );
	}
} )( window.wp );
