// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that a workload is told, which may say what it does besides answering requests.
 *
 * @param place where it stands, for messages; never its value, which may be a secret
 * @param origin what it is
 * @param name its name, such as that of a variable
 * @param value its value, empty if that is not known
 */
record WorkloadHint(String place, Origin origin, String name, String value) {

    private static final Set<String> OFF = Set.of("false", "0", "no", "off", "disabled", "none");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9]+");

    /** An address that Consul answers by DNS, such as {@code db.service.consul}, says nothing of who asks. */
    private static final Pattern CONSUL_HOST =
            Pattern.compile("(?i)\\.(service|node|query|connect|virtual)(\\.[a-z0-9-]+){0,3}\\.consul\\b");

    private static final Pattern SEPARATORS = Pattern.compile("[._-]+");
    private static final Pattern DATABASE =
            Pattern.compile("(?i)(jdbc|r2dbc|postgres(ql)?|mysql|mariadb|mongodb(\\+srv)?|sqlserver):\\S+");
    private static final Set<String> OWN_NAMES = Set.of("springapplicationname", "otelservicename");
    private static final Pattern ADDRESS = Pattern.compile(".*(ur[il]|host|hostname|addr|address|endpoint)s?");

    /** What a hint is. */
    enum Origin {
        /** A variable of the environment. */
        VARIABLE,
        /** A command with its arguments. */
        COMMAND,
        /** An image. */
        IMAGE,
        /** The name of an init container. */
        INIT_CONTAINER,
        /** A file that is mounted, or an entry of one. */
        FILE,
        /** A Secret that is mounted, of which the name is known: certificates for something, as a rule. */
        SECRET_FILE,
        /** An annotation of the pod. */
        ANNOTATION
    }

    /** Returns name and value as words in lower case, with one blank between them: {@code shopQueueURL} has three. */
    String words() {
        String spaced = CAMEL.matcher(name + " " + CONSUL_HOST.matcher(value).replaceAll(""))
                .replaceAll(" ");
        return OTHER.matcher(spaced).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    /** Returns the name as Spring compares names of properties: without case, dots, dashes and underscores. */
    String plainName() {
        return OTHER.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether it switches off a property: as a variable, or among the options of a JVM and the arguments of a
     * program. A file may say so for another profile.
     *
     * @param property the property's {@link #plainName() plain name}
     */
    boolean switchesOff(String property) {
        if (off() && plainName().equals(property)) {
            return true;
        }
        String text = SEPARATORS.matcher(value.toLowerCase(Locale.ROOT)).replaceAll("");
        return (origin == Origin.VARIABLE || origin == Origin.COMMAND)
                && OFF.stream().anyMatch(word -> (text + " ").contains(property + "=" + word + " "));
    }

    /** Returns whether it is a variable that says where something is that others run. */
    boolean address() {
        return origin == Origin.VARIABLE && ADDRESS.matcher(plainName()).matches();
    }

    /** Returns whether it says where a database is, which may be called like anything. */
    boolean database() {
        return DATABASE.matcher(value.strip()).matches();
    }

    /** Returns whether it says how the workload itself is called. */
    boolean ownName() {
        return OWN_NAMES.contains(plainName());
    }

    /** Returns whether it is a variable that switches off what it names. */
    boolean off() {
        return origin == Origin.VARIABLE && OFF.contains(value.strip().toLowerCase(Locale.ROOT));
    }
}
