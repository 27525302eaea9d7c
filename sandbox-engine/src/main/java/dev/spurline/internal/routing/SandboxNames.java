// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.SpurlineLabels;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Names of what belongs to a sandbox: the baseline's name, cut to fit, and the key. Legal as DNS-1035 labels and label
 * values, 63 characters at most, and the same for the same arguments.
 *
 * @param prefix what all names begin with; empty for nothing
 * @param key the routing key
 */
public record SandboxNames(String prefix, RoutingKey key) {

    private static final int LIMIT = 63;
    private static final Pattern ILLEGAL = Pattern.compile("[^a-z0-9-]");

    /** The pod of an indexed Job has {@code <job>-0} as host name: ValidateJob in pkg/apis/batch/validation. */
    private static final int JOB_LIMIT = LIMIT - "-0".length();

    /** Returns {@code <base>-<key>}. A base that had to be changed to fit carries a checksum, so that twins stay apart. */
    public String of(String base) {
        return of(base, "");
    }

    /** Returns {@code <base>-<key><suffix>}. */
    public String of(String base, String suffix) {
        return prefix + of(base, "-" + key.value() + suffix, LIMIT - prefix.length());
    }

    /** Returns the name of a Job, {@code <base>-<key><suffix>}. */
    public String ofJob(String base, String suffix) {
        return prefix + of(base, "-" + key.value() + suffix, JOB_LIMIT - prefix.length());
    }

    /** Returns the name of the route object that all sandboxes on a Service share: without the prefix, which is an engine's own. */
    public String shared(String service) {
        return of(SpurlineLabels.MANAGER + "-" + service, "", LIMIT);
    }

    /** Returns the name of the object with this sandbox's rules for a Service, to which the shared one leads. */
    public String delegate(String service) {
        return own(service, "-" + key.value());
    }

    private String own(String service, String tail) {
        String base = SpurlineLabels.MANAGER + "-" + service;
        String first = base.startsWith(prefix) ? "" : prefix;
        return first + of(base, tail, LIMIT - first.length());
    }

    /** Returns the name of the record. */
    public String record() {
        return fixed(prefix, SpurlineLabels.record(key));
    }

    /** Returns the name of the anchor that a sandbox has for itself when it outlives its engine. */
    public String keptAnchor() {
        return fixed(prefix, SpurlineLabels.keptAnchor(key));
    }

    /** Returns the name of an engine's anchor. */
    public static String anchor(String prefix, String engine) {
        return fixed(prefix, SpurlineLabels.anchor(engine));
    }

    /** These names begin with {@code spurline-} anyway. */
    private static String fixed(String prefix, String name) {
        return name.startsWith(prefix) ? name : prefix + name;
    }

    private static String of(String base, String tail, int limit) {
        String legal = legal(base);
        if (legal.equals(base) && base.length() + tail.length() <= limit) {
            return base + tail;
        }
        String sum = "-" + checksum(base);
        int room = limit - tail.length() - sum.length();
        return strip(legal.substring(0, Math.min(room, legal.length()))) + sum + tail;
    }

    /** Returns a label value made of another one and the key; an empty one becomes the key. */
    public static String labelValue(String value, RoutingKey key) {
        String tail = "-" + key.value();
        if (value.isEmpty()) {
            return key.value();
        }
        if (value.length() + tail.length() <= LIMIT) {
            return value + tail;
        }
        String sum = "-" + checksum(value);
        return strip(value.substring(0, LIMIT - tail.length() - sum.length())) + sum + tail;
    }

    private static String legal(String base) {
        String lower = strip(ILLEGAL.matcher(base.toLowerCase(Locale.ROOT)).replaceAll("-"));
        return lower.isEmpty() || !Character.isLetter(lower.charAt(0)) ? "w" + lower : lower;
    }

    private static String strip(String name) {
        int end = name.length();
        while (end > 0 && !isAlphanumeric(name.charAt(end - 1))) {
            end--;
        }
        int start = 0;
        while (start < end && !isAlphanumeric(name.charAt(start))) {
            start++;
        }
        return name.substring(start, end);
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }
}
