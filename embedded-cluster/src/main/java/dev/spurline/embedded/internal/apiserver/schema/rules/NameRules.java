// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The rules for names, labels and ports; each returns what is wrong with a text, in Kubernetes' words.
 *
 * <p>Source: {@code k8s.io/apimachinery/pkg/util/validation/validation.go}.
 */
public final class NameRules {

    private static final Map<String, Pattern> FORMS = new ConcurrentHashMap<>();

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String DNS_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";
    private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";

    private NameRules() {}

    /** Most names: lower case words with dashes and dots. */
    static List<String> subdomain(String name) {
        return check(
                name,
                253,
                "characters",
                SUBDOMAIN,
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                        + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation"
                        + " is '" + SUBDOMAIN + "')");
    }

    /** Names of namespaces, containers and volumes: no dots. */
    static List<String> label(String name) {
        return check(
                name,
                63,
                "characters",
                LABEL,
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and"
                        + " end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                        + " validation is '" + LABEL + "')");
    }

    /** Names of Services and of what definitions define. */
    public static List<String> dns1035(String name) {
        return check(
                name,
                63,
                "characters",
                DNS_1035,
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                        + " character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used"
                        + " for validation is '" + DNS_1035 + "')");
    }

    /** Names of RBAC objects: anything that is one segment of a path. */
    static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        List<String> errors = new ArrayList<>();
        for (String illegal : List.of("/", "%")) {
            if (name.contains(illegal)) {
                errors.add("may not contain '" + illegal + "'");
            }
        }
        return errors;
    }

    /** Label keys: an optional prefix and a name. */
    public static List<String> qualified(String key) {
        int slash = key.indexOf('/');
        if (slash != key.lastIndexOf('/')) {
            return List.of("a qualified name " + form()
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        List<String> errors = new ArrayList<>();
        if (slash == 0) {
            errors.add("prefix part must be non-empty");
        } else if (slash > 0) {
            subdomain(key.substring(0, slash)).forEach(fault -> errors.add("prefix part " + fault));
        }
        String name = key.substring(slash + 1);
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (name.length() > 63) {
            errors.add("name part must be no more than 63 bytes");
        }
        if (!name.matches(QUALIFIED)) {
            errors.add("name part " + form());
        }
        return errors;
    }

    private static String form() {
        return "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                + " character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '" + QUALIFIED
                + "')";
    }

    /** Label values: nothing, or a name. */
    public static List<String> labelValue(String value) {
        return check(
                value,
                63,
                "bytes",
                LABEL_VALUE,
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                        + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345',"
                        + " regex used for validation is '" + LABEL_VALUE + "')");
    }

    /** Keys of ConfigMaps and Secrets. */
    static List<String> configKey(String key) {
        List<String> errors = new ArrayList<>(check(
                key,
                253,
                "characters",
                CONFIG_KEY,
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                        + " 'KEY_NAME',  or 'key-name', regex used for validation is '" + CONFIG_KEY + "')"));
        if (key.equals(".") || key.equals("..")) {
            errors.add("must not be '" + key + "'");
        } else if (key.startsWith("..")) {
            errors.add("must not start with '..'");
        }
        return errors;
    }

    /** Names of environment variables: printable ASCII but for the equals sign. */
    static List<String> envName(String name) {
        boolean legal = !name.isEmpty() && name.chars().allMatch(c -> c >= 32 && c < 127 && c != '=');
        return legal
                ? List.of()
                : List.of("a valid environment variable name must consist only of printable ASCII characters other than"
                        + " '='");
    }

    /** Names of ports: at most 15 characters with a letter among them. */
    static List<String> portName(String name) {
        List<String> errors = new ArrayList<>();
        if (name.length() > 15) {
            errors.add("must be no more than 15 characters");
        }
        if (!name.matches("[-a-z0-9]+")) {
            errors.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!Pattern.compile("[a-z]").matcher(name).find()) {
            errors.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            errors.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            errors.add("must not begin or end with a hyphen");
        }
        return errors;
    }

    private static List<String> check(String text, int longest, String unit, String form, String fault) {
        List<String> errors = new ArrayList<>();
        if (text.length() > longest) {
            errors.add("must be no more than " + longest + " " + unit);
        }
        if (!FORMS.computeIfAbsent(form, Pattern::compile).matcher(text).matches()) {
            errors.add(fault);
        }
        return errors;
    }
}
