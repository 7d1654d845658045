/* The block in the editor: drawn by the server as readers see it, with a choice of its sections. */
( function ( wp ) {
	'use strict';
	const el = wp.element.createElement;
	const __ = wp.i18n.__;
	const sections = {
		title: __( 'Title', 'newsbrief' ),
		the_story: __( 'The Story', 'newsbrief' ),
		key_points: __( 'Key Points', 'newsbrief' ),
		critical_analysis: __( 'Critical Analysis', 'newsbrief' ),
		key_takeaways: __( 'Key Takeaways', 'newsbrief' ),
		impact_analysis: __( 'Impact Analysis', 'newsbrief' ),
	};

	function Edit( { attributes, setAttributes, context, clientId } ) {
		const [ drawn, setDrawn ] = wp.element.useState( 0 );
		wp.element.useEffect( () => {
			// The panel has approved a briefing, or taken it off: it is drawn anew.
			wp.hooks.addAction( 'newsbrief.changed', `newsbrief/block-${ clientId }`, () => setDrawn( ( times ) => times + 1 ) );
			return () => wp.hooks.removeAction( 'newsbrief.changed', `newsbrief/block-${ clientId }` );
		}, [ clientId ] );
		const toggle = ( name, on ) =>
			setAttributes( { sections: Object.keys( sections ).filter( ( s ) => ( s === name ? on : attributes.sections.includes( s ) ) ) } );
		return el(
			wp.element.Fragment,
			null,
			el(
				wp.blockEditor.InspectorControls,
				null,
				el(
					wp.components.PanelBody,
					{ title: __( 'Sections', 'newsbrief' ) },
					Object.entries( sections ).map( ( [ name, label ] ) =>
						el( wp.components.CheckboxControl, { key: name, label, checked: attributes.sections.includes( name ), onChange: ( on ) => toggle( name, on ), __nextHasNoMarginBottom: true } )
					)
				),
				el(
					wp.components.PanelBody,
					{ title: __( 'Evidence', 'newsbrief' ) },
					el( wp.components.ToggleControl, {
						label: __( 'Show readers the sentences that each statement rests on', 'newsbrief' ),
						checked: attributes.evidence,
						onChange: ( evidence ) => setAttributes( { evidence } ),
						__nextHasNoMarginBottom: true,
					} )
				)
			),
			el(
				'div',
				wp.blockEditor.useBlockProps(),
				el( wp.components.Disabled, null, el( wp.serverSideRender, { block: 'newsbrief/briefing', attributes, urlQueryArgs: { post_id: context.postId, drawn } } ) )
			)
		);
	}

	wp.blocks.registerBlockType( 'newsbrief/briefing', { edit: Edit, save: () => null } );
} )( window.wp );
