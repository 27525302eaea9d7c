// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.environment;

import java.util.Map;

/**
 * Expands {@code $(NAME)} as Kubernetes does: {@code $$} is a dollar sign, and what has no value stays as it is.
 *
 * <p>Source: {@code third_party/forked/golang/expansion/expand.go} (Expand).
 */
public final class VariableExpansion {

    private final Map<String, String> first;
    private final Map<String, String> second;

    /** Values of {@code first} win over those of {@code second}. */
    public VariableExpansion(Map<String, String> first, Map<String, String> second) {
        this.first = first;
        this.second = second;
    }

    public String expand(String input) {
        StringBuilder output = new StringBuilder();
        int checkpoint = 0;
        for (int cursor = 0; cursor < input.length(); cursor++) {
            if (input.charAt(cursor) == '$' && cursor + 1 < input.length()) {
                output.append(input, checkpoint, cursor);
                String rest = input.substring(cursor + 1);
                int read = append(rest, output);
                cursor += read;
                checkpoint = cursor + 1;
            }
        }
        return output.append(input.substring(Math.min(checkpoint, input.length())))
                .toString();
    }

    /** Appends what stands for the text after a dollar sign, and returns how many characters of it were read. */
    private int append(String rest, StringBuilder output) {
        if (rest.charAt(0) == '$') {
            output.append('$');
            return 1;
        }
        int end = rest.charAt(0) == '(' ? rest.indexOf(')') : -1;
        if (end < 0) {
            output.append('$').append(rest.charAt(0));
            return 1;
        }
        output.append(value(rest.substring(1, end)));
        return end + 1;
    }

    private String value(String name) {
        String value = first.get(name);
        if (value == null) {
            value = second.get(name);
        }
        return value == null ? "$(" + name + ")" : value;
    }
}
