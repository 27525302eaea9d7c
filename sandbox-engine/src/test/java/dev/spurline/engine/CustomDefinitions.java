// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.internal.survey.CustomKind;
import java.util.Locale;

/** Definitions of kinds that other people install, without their rules. */
final class CustomDefinitions {

    private CustomDefinitions() {}

    static String of(CustomKind kind) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %1$s.%2$s
                  annotations: {api-approved.kubernetes.io: "unapproved, for tests"}
                spec:
                  group: %2$s
                  names: {kind: %3$s, listKind: %3$sList, plural: %1$s, singular: %4$s}
                  scope: Namespaced
                  versions:
                  - name: %5$s
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                    subresources: {status: {}}
                """.formatted(
                        kind.plural(),
                        kind.group(),
                        kind.kind(),
                        kind.kind().toLowerCase(Locale.ROOT),
                        kind.versions().get(0));
    }
}
