// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.text;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.regex.Pattern;

/**
 * Quotes also what has a control character or one of Unicode's line breaks, which a reader of plain YAML takes for a space,
 * and what it would take for a number or a date.
 */
final class YamlQuoting extends StringQuotingChecker.Default {

    private static final long serialVersionUID = 1L;

    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:0x[0-9a-fA-F_]+|0b[01_]+|0o[0-7_]+"
            + "|[0-9][0-9_]*(?::[0-9][0-9_]*)*(?:\\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"
            + "|\\.[0-9_]+(?:[eE][-+]?[0-9]+)?|\\.(?i:inf|nan))");

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?");

    @Override
    public boolean needToQuoteName(String name) {
        return super.needToQuoteName(name) || strange(name) || other(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return super.needToQuoteValue(value) || strange(value) || other(value);
    }

    private static boolean other(String text) {
        return NUMBER.matcher(text).matches() || DATE.matcher(text).matches();
    }

    private static boolean strange(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF);
    }
}
