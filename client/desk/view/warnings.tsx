import { useLanguage } from "../../shared/staff/use-language.js";

/** What a reader should know before using a result, one banner each. */
export function Warnings({ warnings }: { warnings: { vi: string; en: string }[] }) {
  const { language } = useLanguage();
  return warnings.map((warning) => (
    <p key={warning.en} className="banner attention">
      {warning[language]}
    </p>
  ));
}
