package ui

import (
	"fmt"
	"strings"
)

// spoken is the name of a character as it is read out over a phone. It knows every one that IAM takes in a password.
func spoken(r rune) string {
	const ascii = "space,exclamation mark,double quote,hash,dollar sign,percent sign,ampersand,apostrophe," +
		"open parenthesis,close parenthesis,asterisk,plus sign,comma,dash,full stop,slash," +
		"zero,one,two,three,four,five,six,seven,eight,nine,colon,semicolon,less-than sign,equals sign,greater-than sign,question mark"
	const letters = "alfa,bravo,charlie,delta,echo,foxtrot,golf,hotel,india,juliett,kilo,lima,mike,november,oscar,papa,quebec," +
		"romeo,sierra,tango,uniform,victor,whiskey,x-ray,yankee,zulu,open curly bracket,vertical bar,close curly bracket,tilde"
	const latin = "no-break space,inverted exclamation mark,cent sign,pound sign,currency sign,yen sign,broken bar,section sign," +
		"diaeresis,copyright sign,feminine ordinal,left double angle quote,not sign,soft hyphen,registered sign,macron," +
		"degree sign,plus-minus sign,superscript two,superscript three,acute accent,micro sign,pilcrow,middle dot," +
		"cedilla,superscript one,masculine ordinal,right double angle quote,one quarter,one half,three quarters,inverted question mark"
	const accented = "alfa grave,alfa acute,alfa circumflex,alfa tilde,alfa with two dots,alfa with a ring,ligature alfa echo,charlie cedilla," +
		"echo grave,echo acute,echo circumflex,echo with two dots,india grave,india acute,india circumflex,india with two dots," +
		"eth,november tilde,oscar grave,oscar acute,oscar circumflex,oscar tilde,oscar with two dots,division sign," +
		"oscar with a stroke,uniform grave,uniform acute,uniform circumflex,uniform with two dots,yankee acute,thorn,yankee with two dots"
	name := func(names string, first rune) string { return strings.Split(names, ",")[r-first] }
	switch {
	case r >= 'A' && r <= 'Z':
		name := spoken(r + 'a' - 'A')
		return "capital " + strings.ToUpper(name[:1]) + name[1:]
	case r >= ' ' && r <= '?':
		return name(ascii, ' ')
	case r >= 'a' && r <= '~':
		return name(letters, 'a')
	case r >= 0xA0 && r <= 0xBF:
		return name(latin, 0xA0)
	case r == '×':
		return "multiplication sign"
	case r == 'ß':
		return "sharp sierra"
	case r >= 0xC0 && r <= 0xDE:
		return "capital " + spoken(r+0x20)
	case r >= 0xE0 && r <= 0xFF:
		return name(accented, 0xE0)
	}
	if name, ok := map[rune]string{
		'@': "at sign", '[': "open square bracket", '\\': "backslash", ']': "close square bracket", '^': "caret",
		'_': "underscore", '`': "backtick", '\t': "tab", '\n': "line feed", '\r': "carriage return",
	}[r]; ok {
		return name
	}
	return fmt.Sprintf("character %U", r)
}
