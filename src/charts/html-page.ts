/** The look of a figure's page: the figure at up to twice its printed size, tables that scroll by themselves. */
export const pageStyle = `
body{font:16px/1.5 system-ui,sans-serif;color:#222;max-width:70rem;margin:1rem auto;padding:0 1rem}
h1{font-size:1.4rem;margin:0}.synthetic{background:#9C1C4C;color:#fff;font-weight:600;padding:.3rem .8rem}
figure{margin:1rem 0}figure svg{width:100%;height:auto}figcaption{color:#595959}
svg [data-rows]{cursor:pointer}svg .lit{filter:drop-shadow(0 0 1.5px #222)}
details{margin:.5rem 0}summary{cursor:pointer;font-weight:600}
.scroll{overflow:auto;max-height:24rem}table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}
th{position:sticky;top:0;background:#fff;text-align:left;vertical-align:bottom}th,td{padding:.15rem .6rem;border-bottom:1px solid #e0e0e0;white-space:nowrap}
tr.lit,tr:focus{background:#efefef;outline:none}tr:focus{box-shadow:inset 3px 0 #222}
#tip{position:fixed;background:#fff;border:1px solid #595959;padding:.4rem .6rem;font-size:.8rem;pointer-events:none;max-width:24rem}
#tip dl{display:grid;grid-template-columns:auto auto;gap:0 .8rem;margin:0}#tip dt{color:#595959}#tip dd{margin:0}
`;

/** Links marks and rows. A line has a row for each of its corners; the corner nearest to the pointer is meant. */
export const pageScript = `
const tip=document.getElementById("tip");
const marks=[...document.querySelectorAll("svg [data-rows]")];
const rowsOf=(mark)=>mark.dataset.rows.split(" ");
const rowElement=(index)=>document.getElementById("row-"+index);
function nearest(mark,event){
  const rows=rowsOf(mark);
  if(rows.length===1)return rows[0];
  const corners=[...mark.getAttribute("d").matchAll(/[ML]([^,MLZ]+),([^,MLZ]+)/g)];
  const at=new DOMPoint(event.clientX,event.clientY).matrixTransform(mark.getScreenCTM().inverse());
  const far=corners.map(([,x,y])=>Math.hypot(x-at.x,y-at.y));
  return rows[far.indexOf(Math.min(...far))];
}
function light(index,on){
  rowElement(index)?.classList.toggle("lit",on);
  for(const mark of marks)if(rowsOf(mark).includes(index))mark.classList.toggle("lit",on);
}
function showTip(index,event){
  const row=rowElement(index);
  if(!row)return;
  const heads=row.closest("table").querySelectorAll("th");
  const list=document.createElement("dl");
  row.querySelectorAll("td").forEach((cell,column)=>{
    const name=document.createElement("dt"),value=document.createElement("dd");
    name.textContent=heads[column].textContent;value.textContent=cell.textContent;list.append(name,value);
  });
  tip.replaceChildren(list);tip.hidden=false;
  tip.style.left=Math.min(event.clientX+14,innerWidth-tip.offsetWidth-8)+"px";
  tip.style.top=Math.max(8,Math.min(event.clientY+14,innerHeight-tip.offsetHeight-8))+"px";
}
for(const mark of marks){
  let lit;
  mark.addEventListener("pointermove",(event)=>{
    const index=nearest(mark,event);
    if(lit!==undefined&&lit!==index)light(lit,false);
    lit=index;light(index,true);showTip(index,event);
  });
  mark.addEventListener("pointerleave",()=>{if(lit!==undefined)light(lit,false);lit=undefined;tip.hidden=true;});
  mark.addEventListener("click",(event)=>{
    const row=rowElement(nearest(mark,event));
    if(row){row.closest("details").open=true;row.focus();row.scrollIntoView({block:"center"});}
  });
}
for(const row of document.querySelectorAll("tbody tr")){
  const index=row.id.slice(4);
  for(const [start,end] of [["focus","blur"],["pointerenter","pointerleave"]]){
    row.addEventListener(start,()=>light(index,true));row.addEventListener(end,()=>light(index,false));
  }
}
`;
