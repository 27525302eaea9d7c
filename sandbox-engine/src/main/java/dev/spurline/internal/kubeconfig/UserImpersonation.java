// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As whom requests are made, if not as the user himself: {@code as} of a kubeconfig and what goes with it.
 *
 * @param headers the headers that say so (see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/">User impersonation</a>)
 */
public record UserImpersonation(List<Map.Entry<String, String>> headers) {

    /** Requests are made as the user himself. */
    public static final UserImpersonation NONE = new UserImpersonation(List.of());

    /** Copies the headers. */
    public UserImpersonation {
        headers = List.copyOf(headers);
    }

    static UserImpersonation of(KubeconfigEntry user) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        user.text("as-uid").ifPresent(uid -> headers.add(Map.entry("Impersonate-Uid", uid)));
        user.texts("as-groups").forEach(group -> headers.add(Map.entry("Impersonate-Group", group)));
        user.part("as-user-extra")
                .ifPresent(extra -> extra.fields()
                        .fieldNames()
                        .forEachRemaining(name -> extra.texts(name)
                                .forEach(
                                        value -> headers.add(Map.entry("Impersonate-Extra-" + escaped(name), value)))));
        if (user.text("as").isEmpty() && !headers.isEmpty()) {
            throw user.wrong("[as-uid], [as-groups] and [as-user-extra] need [as]");
        }
        user.text("as").ifPresent(name -> headers.add(0, Map.entry("Impersonate-User", name)));
        return new UserImpersonation(headers);
    }

    /** The server undoes it; a header's name can hold neither slash nor blank. */
    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
