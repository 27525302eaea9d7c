// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;

/**
 * How close a VirtualService is to the callers of a namespace: of two on one host they follow the closer one, and of equals the
 * older (pilot/pkg/model/virtualservice.go of Istio: SelectVirtualServices; measured on istiod 1.31).
 */
public enum Visibility {
    /** It is in their namespace and names it, or {@code .}, and nobody else's matters. */
    PRIVATE,
    /** It names their namespace. */
    BY_NAME,
    /** It is for all. */
    PUBLIC,
    /** They do not see it. */
    HIDDEN;

    private static final String ALL = "*";
    private static final String NOBODY = "~";

    /**
     * Returns the visibility of a VirtualService.
     *
     * @param caller the callers' namespace
     * @param usual what the mesh takes for an object that does not say it
     */
    public static Visibility of(GenericKubernetesResource object, String caller, List<String> usual) {
        String own = object.getMetadata().getNamespace();
        List<String> names = names(object, usual);
        if (names.contains(ALL)) {
            return PUBLIC;
        }
        if (names.contains(NOBODY)) {
            return HIDDEN;
        }
        boolean home = names.contains(".") || names.contains(own);
        if (own.equals(caller) && home) {
            return PRIVATE;
        }
        return names.contains(caller) ? BY_NAME : HIDDEN;
    }

    private static List<String> names(GenericKubernetesResource object, List<String> usual) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : VirtualServiceAttachments.spec(object).path("exportTo")) {
            names.add(name.asText());
        }
        return names.isEmpty() ? usual : names;
    }

    /** Returns whether the object leaves it to the mesh who sees it. */
    public static boolean isUsual(GenericKubernetesResource object) {
        return VirtualServiceAttachments.spec(object).path("exportTo").isEmpty();
    }
}
