// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.kinds;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kubernetes' order of versions: v2, v1, v1beta2, v1beta1, v1alpha1, then all others by name.
 *
 * <p>Source: kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority.
 */
final class VersionOrder implements Comparator<String> {

    private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

    @Override
    public int compare(String left, String right) {
        Matcher a = VERSION.matcher(left);
        Matcher b = VERSION.matcher(right);
        boolean known = a.matches();
        if (known != b.matches()) {
            return known ? -1 : 1;
        }
        return known ? compare(a, b) : left.compareTo(right);
    }

    private static int compare(Matcher a, Matcher b) {
        int stability = Integer.compare(stability(b), stability(a));
        if (stability != 0) {
            return stability;
        }
        int major = Integer.compare(number(b, 1), number(a, 1));
        return major != 0 ? major : Integer.compare(number(b, 3), number(a, 3));
    }

    private static int stability(Matcher version) {
        String word = version.group(2);
        if (word == null) {
            return 2;
        }
        return word.equals("beta") ? 1 : 0;
    }

    private static int number(Matcher version, int group) {
        String digits = version.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
