// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Knows where in an object of Kubernetes, or in a patch of one, secrets stand: it finds them, and it takes them out. */
public final class SecretFields {

    /** A field that a program reads as its command line. */
    private static final Set<String> COMMANDS = Set.of("command", "args");

    /** In Kubernetes, the name of an entry of a Secret, of a label, of a taint: never a key that opens something. */
    private static final String ENTRY = "key";

    private final SecretNames names;
    private final CredentialPatterns credentials;

    /** Looks for what is called so. */
    public SecretFields(SecretNames names) {
        this.names = names;
        this.credentials = new CredentialPatterns(names);
    }

    /** Returns the secrets of an object, wholly or as parts of its texts. */
    public Set<String> in(JsonNode object) {
        Set<String> found = new LinkedHashSet<>();
        changed(object.deepCopy(), new Collected(found));
        return found;
    }

    /**
     * Returns an object without its secrets.
     *
     * @param object the object; it is changed
     * @param text takes out of a text what is known to be secret elsewhere
     */
    public JsonNode masked(JsonNode object, UnaryOperator<String> text) {
        return changed(object, new Masked(text));
    }

    /** A patch may give a number as the value of a variable; elsewhere a number is a limit or a time. */
    private boolean secret(Map.Entry<String, JsonNode> field, boolean named) {
        JsonNode value = field.getValue();
        return field.getKey().equals("value")
                ? named && (value.isTextual() || value.isNumber())
                : value.isTextual() && !field.getKey().equals(ENTRY) && names.secret(field.getKey());
    }

    private JsonNode changed(JsonNode node, Change change) {
        if (node instanceof ObjectNode object) {
            boolean named = names.secret(object.path("name").asText());
            object.properties().stream()
                    .filter(field -> !OwnNames.LABELS.contains(field.getKey()))
                    .forEach(field -> field.setValue(changed(
                            field.getValue(), secret(field, named), COMMANDS.contains(field.getKey()), change)));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, changed(list.get(i), false, false, change));
            }
        }
        return node;
    }

    private JsonNode changed(JsonNode node, boolean secret, boolean command, Change change) {
        if (command && node instanceof ArrayNode words) {
            return command(words, change);
        }
        return secret || node.isTextual()
                ? new TextNode(changed(node.asText(), secret, command, change))
                : changed(node, change);
    }

    /** An option's value may be a word of its own, behind the option or in a whole line for a shell. */
    private ArrayNode command(ArrayNode words, Change change) {
        boolean secret = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).asText();
            words.set(i, changed(words.get(i), secret && !word.isEmpty() && !word.startsWith("-"), true, change));
            secret = word.startsWith("-") && !word.contains("=") && names.secret(word);
        }
        return words;
    }

    private String changed(String text, boolean secret, boolean command, Change change) {
        BitSet addresses = new BitSet();
        CredentialPatterns.markInAddresses(text, addresses);
        BitSet values = new BitSet();
        if (command) {
            credentials.markInCommand(text, values);
        } else {
            credentials.mark(text, values);
        }
        boolean whole = secret && !text.isEmpty() && !CredentialPatterns.refers(text);
        return change.of(text, whole, addresses, values);
    }

    /** What is done with each text. */
    private interface Change {

        /**
         * Returns what replaces a text.
         *
         * @param whole whether it is a secret as a whole
         * @param addresses what of it is user and password of an address
         * @param values what of it are other secrets
         */
        String of(String text, boolean whole, BitSet addresses, BitSet values);
    }

    private record Collected(Collection<String> found) implements Change {

        @Override
        public String of(String text, boolean whole, BitSet addresses, BitSet values) {
            if (whole) {
                found.add(text);
            }
            parts(text, addresses).forEach(this::addPassword);
            parts(text, values).forEach(this::add);
            return text;
        }

        private static List<String> parts(String text, BitSet marked) {
            List<String> parts = new ArrayList<>();
            for (int start = marked.nextSetBit(0); start >= 0; ) {
                int end = marked.nextClearBit(start);
                parts.add(text.substring(start, end));
                start = marked.nextSetBit(end);
            }
            return parts;
        }

        /** A user is known to others, unless it is long enough to be a token. */
        private void addPassword(String userinfo) {
            int colon = userinfo.indexOf(':');
            String secret = userinfo.substring(colon + 1);
            if (colon >= 0 || secret.length() >= SecretMask.UNMISTAKABLE) {
                add(secret);
            }
        }

        /** In an address it is encoded, and elsewhere it is not. */
        private void add(String secret) {
            DecodedText.readings(secret).forEach(reading -> found.add(reading.text()));
        }
    }

    private record Masked(UnaryOperator<String> known) implements Change {

        @Override
        public String of(String text, boolean whole, BitSet addresses, BitSet values) {
            values.or(addresses);
            return whole ? SecretMask.HIDDEN : known.apply(SecretMask.without(text, values));
        }
    }
}
