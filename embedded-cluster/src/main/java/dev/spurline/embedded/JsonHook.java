// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.admission.HookRequest;
import dev.spurline.embedded.internal.apiserver.admission.HookVerdict;
import java.util.function.Function;

/** Shows the API server's admission a hook that speaks JSON text. */
record JsonHook(Function<dev.spurline.embedded.AdmissionRequest, AdmissionVerdict> hook)
        implements Function<HookRequest, HookVerdict> {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public HookVerdict apply(HookRequest request) {
        AdmissionVerdict verdict = hook.apply(new dev.spurline.embedded.AdmissionRequest(
                request.operation(),
                request.resource(),
                request.subresource(),
                request.namespace(),
                request.name(),
                request.object().toString(),
                request.user(),
                request.dryRun()));
        if (verdict instanceof AdmissionVerdict.Refuse refusal) {
            return HookVerdict.refuse(refusal.code(), refusal.message());
        }
        return verdict instanceof AdmissionVerdict.Mutate mutation
                ? HookVerdict.mutate(object(mutation.object()))
                : HookVerdict.allow();
    }

    private static ObjectNode object(String json) {
        try {
            return MAPPER.readValue(json, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "An admission hook has answered with what is no object: [" + json + "]", e);
        }
    }
}
