// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment variables that the kubelet makes for each Service of a pod's namespace, see
 * <a href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Environment
 * variables</a>. Those of a Service {@code spurline-store} look like settings.
 */
final class ServiceLinks {

    private static final String HOST = "_SERVICE_HOST";
    private static final Pattern OTHERS =
            Pattern.compile("_SERVICE_PORT(_\\w+)?|_PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?");

    private ServiceLinks() {}

    /** Returns whether a variable is one of them. */
    static boolean isOne(String name, Map<String, String> variables) {
        return variables.keySet().stream()
                .filter(host -> host.endsWith(HOST))
                .map(host -> host.substring(0, host.length() - HOST.length()))
                .filter(service -> isService(service, variables))
                .anyMatch(service -> name.startsWith(service) && isOf(name.substring(service.length())));
    }

    /** Of each Service there are host, port and address together. */
    private static boolean isService(String service, Map<String, String> variables) {
        return variables.containsKey(service + "_SERVICE_PORT")
                && variables.getOrDefault(service + "_PORT", "").matches("(tcp|udp|sctp)://.+:\\d+");
    }

    private static boolean isOf(String rest) {
        return rest.equals(HOST) || OTHERS.matcher(rest).matches();
    }
}
