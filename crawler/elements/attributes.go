package elements

// Attribute is one of the attributes that mean something here.
type Attribute uint8

// Attributes.
const (
	AttrID Attribute = iota + 1
	AttrClass
	AttrHref
	AttrSrc
	AttrSrcset
	AttrLazy    // data-src and the like: what a script would load later
	AttrLazyset // data-srcset and the like
	AttrStyle
	AttrType
	AttrLang
	AttrProperty
	AttrEquiv
	AttrAlt
	AttrWidth
	AttrHeight
	AttrPoster
	AttrHidden
	AttrAria // aria-hidden
	AttrOpen

	FirstKept // from here on they are kept with the node
	AttrRel
	AttrName
	AttrTitle
	AttrContent
	AttrRole
	AttrItemprop
	AttrItemtype
	AttrItemscope
	AttrDatetime
	AttrDataPost
	AttrDataID
	AttrDataPID
	AttrDataPostID
	AttrDataPostid
	AttrDataCommentID
	AttrDataCommentid
	AttrDataMessageID
	AttrDataMessageid
	AttrDataMsgID
	AttrDataFullname
	AttrDataContent
	AttrDataAuthor
	AttrDataUser
	AttrDataUsername
	AttrDataAuthorName
	AttrAuthor
	AttrDataReviewID
	AttributeCount
)

// AttributeOf returns the attribute with a name in lower case, 0 for one that means nothing here.
func AttributeOf[T []byte | string](name T) Attribute {
	switch string(name) {
	case "id":
		return AttrID
	case "class":
		return AttrClass
	case "href":
		return AttrHref
	case "src":
		return AttrSrc
	case "srcset":
		return AttrSrcset
	case "data-src", "data-original", "data-lazy-src", "data-lazy", "data-bg", "data-image", "data-full":
		return AttrLazy
	case "data-srcset", "data-lazy-srcset":
		return AttrLazyset
	case "style":
		return AttrStyle
	case "type":
		return AttrType
	case "lang", "xml:lang":
		return AttrLang
	case "property":
		return AttrProperty
	case "http-equiv":
		return AttrEquiv
	case "alt":
		return AttrAlt
	case "width":
		return AttrWidth
	case "height":
		return AttrHeight
	case "poster":
		return AttrPoster
	case "hidden":
		return AttrHidden
	case "aria-hidden":
		return AttrAria
	case "open":
		return AttrOpen
	}
	return KeptAttributeOf(name)
}

// KeptAttributeOf does so for the attributes that are kept with a node.
func KeptAttributeOf[T []byte | string](name T) Attribute {
	switch string(name) {
	case "rel":
		return AttrRel
	case "name":
		return AttrName
	case "title":
		return AttrTitle
	case "content":
		return AttrContent
	case "role":
		return AttrRole
	case "itemprop":
		return AttrItemprop
	case "itemtype":
		return AttrItemtype
	case "itemscope":
		return AttrItemscope
	case "datetime":
		return AttrDatetime
	case "data-post":
		return AttrDataPost
	case "data-id":
		return AttrDataID
	case "data-pid":
		return AttrDataPID
	case "data-post-id":
		return AttrDataPostID
	case "data-postid":
		return AttrDataPostid
	case "data-comment-id":
		return AttrDataCommentID
	case "data-commentid":
		return AttrDataCommentid
	case "data-message-id":
		return AttrDataMessageID
	case "data-messageid":
		return AttrDataMessageid
	case "data-msg-id":
		return AttrDataMsgID
	case "data-fullname":
		return AttrDataFullname
	case "data-content":
		return AttrDataContent
	case "data-author":
		return AttrDataAuthor
	case "data-user":
		return AttrDataUser
	case "data-username":
		return AttrDataUsername
	case "data-author-name":
		return AttrDataAuthorName
	case "author":
		return AttrAuthor
	case "data-review-id":
		return AttrDataReviewID
	}
	return 0
}
