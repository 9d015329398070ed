import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import type { ItemDetail } from "../../../server/contract/bank.js";
import { api } from "../../shared/staff/api.js";
import { Loaded } from "../../shared/staff/states.js";
import { ItemDesk } from "./item-desk.js";

/** One item: edited at the left, shown in the real player at the right. */
export function ItemPage() {
  const { itemId = "" } = useParams();
  const detail = useQuery({
    queryKey: ["item", itemId],
    queryFn: () => api.get<ItemDetail>(`/api/items/${itemId}`),
    // What the author types must not be replaced under their hands.
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
  // The desk starts anew with every saved revision; what was saved when outlives it.
  const [savedAt, setSavedAt] = useState<{ itemId: string; at: Date } | null>(null);
  return (
    <div className="page wide">
      <Loaded query={detail}>
        {(data) => (
          <ItemDesk
            key={`${itemId}-${data.revision}-${data.unitRevision}`}
            detail={data}
            savedAt={savedAt?.itemId === itemId ? savedAt.at : null}
            onSaved={() => setSavedAt({ itemId, at: new Date() })}
          />
        )}
      </Loaded>
    </div>
  );
}
